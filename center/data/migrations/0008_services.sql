-- What holders and clerks do to cards, cards that nobody may use, applications. Times are milliseconds since 1970-01-01
-- UTC; 0 is "none".

-- A session that is open for one thing only: enable, release; '' is any other. What was seen of the person in it.
ALTER TABLE sessions ADD COLUMN purpose {text} NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN pin_seen {text} NOT NULL DEFAULT '0';
ALTER TABLE sessions ADD COLUMN face_seen {text} NOT NULL DEFAULT '0';

-- Every change of a card's state: who, where, why, by which message. The same message changes nothing twice.
CREATE TABLE card_operations (
  operation_no {text} NOT NULL PRIMARY KEY,
  operation {text} NOT NULL,
  aaz501 {text} NOT NULL REFERENCES cards (aaz501),
  aac002 {text} NOT NULL,
  presenter {text} NOT NULL,
  before {text} NOT NULL,
  after {text} NOT NULL,
  evidence {text} NOT NULL,
  reason {text} NOT NULL,
  operator {text} NOT NULL,
  staff_no {text} NOT NULL DEFAULT '',
  dev_no {text} NOT NULL,
  msgid {text} NOT NULL,
  session_id {text} NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (dev_no, msgid)
) {clustered};
CREATE INDEX card_operations_by_card ON card_operations (aaz501, at);

-- Cards that gates and offline terminals must refuse. One that was taken off stays as history.
CREATE TABLE stop_list (
  operation_no {text} NOT NULL PRIMARY KEY REFERENCES card_operations (operation_no),
  aaz501 {text} NOT NULL,
  aaz500 {text} NOT NULL,
  reason {text} NOT NULL,
  since BIGINT NOT NULL,
  ended BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX stop_list_by_card ON stop_list (aaz501, ended);
CREATE INDEX stop_list_open ON stop_list (ended, since);

-- kind form: item is the form's; kind correction: item is the query that showed the record. until: RETURNED, the end of
-- the last day on which it can be sent again. values_hash: SM3 of the values as they were handed in last.
CREATE TABLE applications (
  apply_no {text} NOT NULL PRIMARY KEY,
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  presenter {text} NOT NULL,
  item {text} NOT NULL,
  kind {text} NOT NULL CHECK (kind IN ('form', 'correction')),
  state {text} NOT NULL CHECK (state IN ('SUBMITTED', 'CHECKED', 'APPROVED', 'RETURNED', 'WITHDRAWN')),
  values_hash {text} NOT NULL,
  checked_by {text} NOT NULL DEFAULT '',
  reason {text} NOT NULL DEFAULT '',
  until BIGINT NOT NULL DEFAULT 0,
  submitted BIGINT NOT NULL,
  changed BIGINT NOT NULL
) {clustered};
CREATE INDEX applications_by_person ON applications (aac002, submitted);
CREATE INDEX applications_by_state ON applications (state, submitted);

CREATE TABLE application_values (
  apply_no {text} NOT NULL REFERENCES applications (apply_no),
  seq INTEGER NOT NULL,
  field {text} NOT NULL,
  value {text} NOT NULL,
  PRIMARY KEY (apply_no, seq)
) {clustered};

CREATE TABLE application_steps (
  apply_no {text} NOT NULL REFERENCES applications (apply_no),
  seq INTEGER NOT NULL,
  step {text} NOT NULL,
  before {text} NOT NULL,
  after {text} NOT NULL,
  reason {text} NOT NULL,
  operator {text} NOT NULL,
  dev_no {text} NOT NULL,
  msgid {text} NOT NULL,
  session_id {text} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (apply_no, seq),
  UNIQUE (dev_no, msgid)
) {clustered};
