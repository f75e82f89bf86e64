-- The journal of settlements made without the network (services 6.4). Nothing in it is ever changed; only open_rows, which holds what is not closed
-- yet, and nobody's word but its own says that it was.
CREATE TABLE identity (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  terminal_id TEXT NOT NULL,
  institution TEXT NOT NULL,
  made TEXT NOT NULL
);

-- A new log key begins a new epoch, and a new chain.
CREATE TABLE epochs (
  epoch INTEGER PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  began TEXT NOT NULL
);

-- term_seq: what the security module numbered the purchase with; 0 where it was none. fees, person: sealed, empty where there are none.
CREATE TABLE records (
  seq INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL REFERENCES epochs (epoch),
  type TEXT NOT NULL CHECK (type IN ('S', 'A', 'U', 'R', 'V', 'E')),
  term_seq INTEGER NOT NULL,
  canonical TEXT NOT NULL,
  link BLOB NOT NULL CHECK (length(link) = 32),
  mac BLOB NOT NULL CHECK (length(mac) = 16),
  fees BLOB NOT NULL,
  person BLOB NOT NULL
);

-- PREPARED: at most one, before it is known whether the card has debited; canonical as the U that it becomes if that is never known.
-- CARD: closed as S, and the card's own sums are not yet known to be written.
CREATE TABLE open_rows (
  seq INTEGER PRIMARY KEY,
  phase TEXT NOT NULL CHECK (phase IN ('PREPARED', 'CARD')),
  canonical TEXT NOT NULL,
  fees BLOB NOT NULL,
  person BLOB NOT NULL,
  card_sum INTEGER NOT NULL,
  card_count INTEGER NOT NULL,
  special TEXT NOT NULL
);

-- What became of a record after it was closed; its first state follows from its type.
CREATE TABLE states (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES records (seq),
  state TEXT NOT NULL,
  time TEXT NOT NULL,
  cause TEXT NOT NULL
);
CREATE INDEX states_by_record ON states (seq, id);

-- Numbers of the security module that no S or U stands for. reference: message id, or why it was burnt.
CREATE TABLE module_numbers (
  number INTEGER PRIMARY KEY,
  use TEXT NOT NULL CHECK (use IN ('ONLINE', 'BURNT')),
  reference TEXT NOT NULL,
  time TEXT NOT NULL
);

-- Signed with the terminal's SM2 key. The MACs stand where an epoch ends and the next begins: by the old log key and by the new one.
CREATE TABLE heads (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  text TEXT NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64),
  old_mac BLOB,
  new_mac BLOB
);
CREATE INDEX heads_by_record ON heads (seq);

CREATE TRIGGER identity_stays BEFORE UPDATE ON identity BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER identity_is_kept BEFORE DELETE ON identity BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER epochs_stay BEFORE UPDATE ON epochs BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER epochs_are_kept BEFORE DELETE ON epochs BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER records_stay BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER records_are_kept BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER records_follow BEFORE INSERT ON records WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM records), 0) + 1 BEGIN SELECT RAISE(ABORT, 'a record is missing'); END;
CREATE TRIGGER states_stay BEFORE UPDATE ON states BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER states_are_kept BEFORE DELETE ON states BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER module_numbers_stay BEFORE UPDATE ON module_numbers BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER module_numbers_are_kept BEFORE DELETE ON module_numbers BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER heads_stay BEFORE UPDATE ON heads BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER heads_are_kept BEFORE DELETE ON heads BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER open_rows_only_close BEFORE UPDATE ON open_rows WHEN OLD.phase <> 'PREPARED' OR NEW.phase <> 'CARD' OR NEW.seq <> OLD.seq BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER open_rows_one_at_a_time BEFORE INSERT ON open_rows WHEN EXISTS (SELECT 1 FROM open_rows WHERE phase = 'PREPARED') BEGIN SELECT RAISE(ABORT, 'another settlement is open'); END;
CREATE TRIGGER open_rows_follow BEFORE INSERT ON open_rows WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM records), 0) + 1 BEGIN SELECT RAISE(ABORT, 'a record is missing'); END;
