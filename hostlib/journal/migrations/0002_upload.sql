-- What is known of the network, what the center has taken and what it said (services 6.3, 6.6). Nothing in it is ever changed.

-- BEGAN: the first failure, or a clerk said so; ANSWERED: the center can be reached again; LOST: it cannot, once more; ENDED: everything is sent and the
-- way has been good for long enough.
CREATE TABLE link_events (
  id INTEGER PRIMARY KEY,
  event TEXT NOT NULL CHECK (event IN ('BEGAN', 'ANSWERED', 'LOST', 'ENDED')),
  time TEXT NOT NULL,
  reason TEXT NOT NULL,
  operator TEXT NOT NULL
);

-- A batch that the center has taken; sm3: of the file that it has.
CREATE TABLE batches (
  batch_no TEXT PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  sm3 TEXT NOT NULL,
  time TEXT NOT NULL
);
CREATE INDEX batches_by_record ON batches (last_seq);

-- Lines of the center's acknowledgements, as they came.
CREATE TABLE acknowledgements (
  serial INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES records (seq),
  result TEXT NOT NULL CHECK (result IN ('A', 'D', 'R', 'H')),
  code INTEGER NOT NULL,
  clearing_date TEXT NOT NULL,
  time TEXT NOT NULL
);
CREATE INDEX acknowledgements_by_record ON acknowledgements (seq, serial);

-- A chief's extensions: each serial works once.
CREATE TABLE extensions (
  serial INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  time TEXT NOT NULL
);

-- What a person has to look at.
CREATE TABLE alarms (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  level INTEGER NOT NULL,
  time TEXT NOT NULL
);

CREATE TRIGGER link_events_stay BEFORE UPDATE ON link_events BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER link_events_are_kept BEFORE DELETE ON link_events BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER batches_stay BEFORE UPDATE ON batches BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER batches_are_kept BEFORE DELETE ON batches BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER batches_follow BEFORE INSERT ON batches WHEN NEW.first_seq <> COALESCE((SELECT MAX(last_seq) FROM batches), 0) + 1 OR NEW.last_seq < NEW.first_seq BEGIN SELECT RAISE(ABORT, 'a record is missing'); END;
CREATE TRIGGER acknowledgements_stay BEFORE UPDATE ON acknowledgements BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER acknowledgements_are_kept BEFORE DELETE ON acknowledgements BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER extensions_stay BEFORE UPDATE ON extensions BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER extensions_are_kept BEFORE DELETE ON extensions BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER alarms_stay BEFORE UPDATE ON alarms BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER alarms_are_kept BEFORE DELETE ON alarms BEGIN SELECT RAISE(ABORT, 'append only'); END;
