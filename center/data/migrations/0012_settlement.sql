-- Settlements made without the network: keys, policies, what terminals have sent, what was answered. Times are milliseconds since 1970-01-01 UTC where the
-- column is a number; amounts are fen.

-- The key of a terminal's record MACs, under the center's own key.
CREATE TABLE terminal_log_keys (
  dev_no {text} NOT NULL REFERENCES terminals (dev_no),
  epoch INTEGER NOT NULL,
  sealed {text} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (dev_no, epoch)
) {clustered};

-- The key of the persons' pseudonyms in records, one for a calendar year, under the center's own key.
CREATE TABLE pseudonym_keys (
  year {text} NOT NULL PRIMARY KEY,
  sealed {text} NOT NULL
) {clustered};

-- Roots of the cards' transaction authentication keys, under the center's own key.
CREATE TABLE card_roots (
  algorithm {text} NOT NULL CHECK (algorithm IN ('3DES', 'SM4')),
  name {text} NOT NULL,
  sealed {text} NOT NULL,
  PRIMARY KEY (algorithm, name)
) {clustered};

CREATE TABLE offline_policies (
  version {text} NOT NULL PRIMARY KEY,
  policy {text} NOT NULL,
  signature {text} NOT NULL,
  at BIGINT NOT NULL
) {clustered};

-- Files are rows of files; the change is of the version before, '' in the first.
CREATE TABLE stop_list_versions (
  version BIGINT NOT NULL PRIMARY KEY,
  whole_file {text} NOT NULL,
  whole_signature {text} NOT NULL,
  change_file {text} NOT NULL,
  change_signature {text} NOT NULL,
  at BIGINT NOT NULL
);

-- Where the chain of a terminal's journal stands here. Whoever takes records of the terminal holds this row.
CREATE TABLE offline_journals (
  dev_no {text} NOT NULL PRIMARY KEY REFERENCES terminals (dev_no),
  epoch INTEGER NOT NULL,
  last_seq BIGINT NOT NULL,
  last_link {text} NOT NULL,
  ack_serial BIGINT NOT NULL
) {clustered};

CREATE TABLE offline_batches (
  dev_no {text} NOT NULL,
  batch_no {text} NOT NULL,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  sm3 {text} NOT NULL,
  counts {text} NOT NULL,
  sum_settled BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (dev_no, batch_no)
) {clustered};

-- Heads that terminals have signed; what a terminal has once signed it cannot take back.
CREATE TABLE offline_heads (
  dev_no {text} NOT NULL,
  epoch INTEGER NOT NULL,
  seq BIGINT NOT NULL,
  link {text} NOT NULL,
  signature {text} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (dev_no, epoch, seq)
) {clustered};

-- Every record that came. result, code: of its newest acknowledgement; state: what became of it since.
CREATE TABLE offline_settlements (
  dev_no {text} NOT NULL,
  seq BIGINT NOT NULL,
  epoch INTEGER NOT NULL,
  type {text} NOT NULL,
  canonical {text} NOT NULL,
  link {text} NOT NULL,
  institution {text} NOT NULL,
  business INTEGER NOT NULL,
  aaz501 {text} NOT NULL,
  card_seq INTEGER NOT NULL,
  time {text} NOT NULL,
  total BIGINT NOT NULL,
  account BIGINT NOT NULL,
  cash BIGINT NOT NULL,
  term_seq BIGINT NOT NULL,
  original BIGINT NOT NULL,
  aac002 {text} NOT NULL,
  fees {text} NOT NULL,
  result {text} NOT NULL,
  code INTEGER NOT NULL,
  state {text} NOT NULL,
  clearing_date {text} NOT NULL,
  owed BIGINT NOT NULL DEFAULT 0,
  at BIGINT NOT NULL,
  PRIMARY KEY (dev_no, seq)
);
CREATE INDEX offline_settlements_by_card ON offline_settlements (aaz501, card_seq);
CREATE INDEX offline_settlements_by_day ON offline_settlements (clearing_date, institution);

CREATE TABLE offline_acknowledgements (
  dev_no {text} NOT NULL,
  serial BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  result {text} NOT NULL,
  code INTEGER NOT NULL,
  clearing_date {text} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (dev_no, serial)
);

-- 8604; state EXPECTED: the record has not come yet.
CREATE TABLE offline_reversals (
  dev_no {text} NOT NULL,
  original BIGINT NOT NULL,
  msgid {text} NOT NULL,
  aaz501 {text} NOT NULL,
  total BIGINT NOT NULL,
  reason {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('EXPECTED', 'REVERSED')),
  at BIGINT NOT NULL,
  PRIMARY KEY (dev_no, original)
) {clustered};

-- Debits that a card has in its own list (8605). state MATCHED: a record stands for it; EXPECTED: not yet; ONLINE: it was made with the network.
CREATE TABLE card_debits (
  aaz501 {text} NOT NULL,
  card_seq INTEGER NOT NULL,
  terminal {text} NOT NULL,
  time {text} NOT NULL,
  total BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  state {text} NOT NULL CHECK (state IN ('EXPECTED', 'MATCHED', 'ONLINE')),
  at BIGINT NOT NULL,
  PRIMARY KEY (aaz501, card_seq)
) {clustered};

-- When the sums of a card were set back last.
CREATE TABLE card_resets (
  aaz501 {text} NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL
) {clustered};

CREATE TABLE outage_reports (
  dev_no {text} NOT NULL,
  msgid {text} NOT NULL,
  began {text} NOT NULL,
  ended {text} NOT NULL,
  reason {text} NOT NULL,
  records BIGINT NOT NULL,
  sum BIGINT NOT NULL,
  send_by {text} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (dev_no, msgid)
) {clustered};
