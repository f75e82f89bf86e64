-- What a person is told of settlements made while the network was down: one row per record that a terminal uploaded.
--
-- record_type  S settled, U not known whether, E paid in cash and to be entered later; corrections change the state of those
-- state        of the list offline_state (hostlib/catalogue); owed: what the account did not cover, fen
CREATE TABLE offline_records (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  record_type {text} NOT NULL,
  time {text} NOT NULL,
  hospital {text} NOT NULL,
  total BIGINT NOT NULL,
  account_part BIGINT NOT NULL DEFAULT 0,
  cash BIGINT NOT NULL DEFAULT 0,
  owed BIGINT NOT NULL DEFAULT 0,
  state {text} NOT NULL,
  PRIMARY KEY (aac002, seq)
) {clustered};
