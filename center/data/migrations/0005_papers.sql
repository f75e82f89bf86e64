-- Papers: their numbers, the facts that were given out for them, what became of them; rows of a data set that stand for
-- a paper by a card. Times are milliseconds since 1970-01-01 UTC; 0 is "none".

-- The last serial of a day; whoever takes the next one holds the row until the end of the transaction.
CREATE TABLE serials (
  kind {text} NOT NULL,
  area {text} NOT NULL,
  day {text} NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (kind, area, day)
) {clustered};

-- What 8201 and 8202 gave out, as its hash: only that can be registered.
CREATE TABLE document_drafts (
  draft_no {text} NOT NULL PRIMARY KEY,
  session_id {text} NOT NULL,
  aac002 {text} NOT NULL,
  item {text} NOT NULL,
  type {text} NOT NULL,
  family {text} NOT NULL,
  counted {text} NOT NULL CHECK (counted IN ('0', '1')),
  body_hash {text} NOT NULL,
  made BIGINT NOT NULL,
  used BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX document_drafts_by_time ON document_drafts (made);

-- Documents on their way through a printer. family: types that share a monthly limit; '' where there is none.
CREATE TABLE document_jobs (
  doc_no {text} NOT NULL PRIMARY KEY REFERENCES documents (doc_no),
  dev_no {text} NOT NULL,
  aac002 {text} NOT NULL,
  family {text} NOT NULL,
  month {text} NOT NULL,
  pages INTEGER NOT NULL,
  state {text} NOT NULL CHECK (state IN ('OPEN', 'TAKEN', 'VOID')),
  reason {text} NOT NULL DEFAULT '',
  registered BIGINT NOT NULL,
  closed BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX document_jobs_by_person ON document_jobs (aac002, family, month);
CREATE INDEX document_jobs_by_terminal ON document_jobs (dev_no, state);

-- One row of a person's data set that the card, or the e-card, stands for.
CREATE TABLE card_bindings (
  item {text} NOT NULL,
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  reference {text} NOT NULL,
  aaz501 {text} NOT NULL DEFAULT '',
  sign_no {text} NOT NULL DEFAULT '',
  bound_at {text} NOT NULL,
  PRIMARY KEY (item, aac002)
) {clustered};

-- How many a museum lets in on a day without a booking; a venue without a row: none.
CREATE TABLE venue_capacity (
  venue {text} NOT NULL PRIMARY KEY,
  per_day INTEGER NOT NULL
) {clustered};
