-- Terminals, their messages, who is signed in at them, electronic cards and documents. Times are milliseconds since
-- 1970-01-01 UTC; 0 is "none".

CREATE TABLE terminals (
  dev_no {text} NOT NULL PRIMARY KEY,
  area {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('MADE', 'REGISTERED', 'APPROVED', 'ACTIVE', 'SUSPENDED', 'RETIRED')),
  fixmedins_code {text} NOT NULL,
  fixmedins_name {text} NOT NULL,
  place {text} NOT NULL,
  attended {text} NOT NULL DEFAULT '0' CHECK (attended IN ('0', '1')),
  code {text} NOT NULL DEFAULT '',
  code_until BIGINT NOT NULL DEFAULT 0,
  tls_request {text} NOT NULL DEFAULT '',
  tls_fingerprint {text} NOT NULL DEFAULT '',
  tls_certificate {text} NOT NULL DEFAULT '',
  sign_key {text} NOT NULL DEFAULT '',
  sign_certificate {text} NOT NULL DEFAULT '',
  certificates_until BIGINT NOT NULL DEFAULT 0,
  counter_high BIGINT NOT NULL DEFAULT -1,
  counter_window {text} NOT NULL DEFAULT '',
  challenge {text} NOT NULL DEFAULT '',
  challenge_until BIGINT NOT NULL DEFAULT 0,
  powered_on BIGINT NOT NULL DEFAULT 0,
  sign_no {text} NOT NULL DEFAULT '',
  sign_no_until BIGINT NOT NULL DEFAULT 0,
  bad_signatures INTEGER NOT NULL DEFAULT 0,
  scanner_off_until BIGINT NOT NULL DEFAULT 0,
  last_seen BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX terminals_by_certificate ON terminals (tls_fingerprint);

-- Keys of sign-ins, under the center's own key. Kept as long as answers: a message that is sent again keeps its key.
CREATE TABLE session_keys (
  kid {text} NOT NULL PRIMARY KEY,
  dev_no {text} NOT NULL,
  sealed {text} NOT NULL,
  made BIGINT NOT NULL
) {clustered};

-- What was answered to a message: whoever sends it again gets the same, and nothing is done twice.
CREATE TABLE answers (
  dev_no {text} NOT NULL,
  msgid {text} NOT NULL,
  infno {text} NOT NULL,
  input_hash {text} NOT NULL,
  claim {text} NOT NULL,
  claimed BIGINT NOT NULL,
  infcode INTEGER NOT NULL DEFAULT -1,
  err_msg {text} NOT NULL DEFAULT '',
  refmsgid {text} NOT NULL DEFAULT '',
  refmsg_time {text} NOT NULL DEFAULT '',
  respond_time {text} NOT NULL DEFAULT '',
  output {text} NOT NULL DEFAULT '',
  PRIMARY KEY (dev_no, msgid)
) {clustered};
CREATE INDEX answers_by_time ON answers (claimed);

-- Bad codes shown to a terminal's scanner, and other things that are counted over a time.
CREATE TABLE attempts (
  kind {text} NOT NULL,
  who {text} NOT NULL,
  at BIGINT NOT NULL,
  token {text} NOT NULL,
  PRIMARY KEY (kind, who, at, token)
) {clustered};

CREATE TABLE alarms (
  id {text} NOT NULL PRIMARY KEY,
  dev_no {text} NOT NULL,
  kind {text} NOT NULL,
  level INTEGER NOT NULL,
  at BIGINT NOT NULL,
  closed BIGINT NOT NULL DEFAULT 0
) {clustered};

-- Somebody is signed in at a terminal (or at the citizens' page): presenter is who is there, subject whom it is about.
CREATE TABLE sessions (
  session_id {text} NOT NULL PRIMARY KEY,
  dev_no {text} NOT NULL,
  presenter {text} NOT NULL,
  subject {text} NOT NULL,
  relation {text} NOT NULL DEFAULT '0',
  level INTEGER NOT NULL,
  way {text} NOT NULL,
  aaz501 {text} NOT NULL DEFAULT '',
  sign_no {text} NOT NULL DEFAULT '',
  service {text} NOT NULL DEFAULT '',
  started BIGINT NOT NULL,
  until BIGINT NOT NULL,
  ended BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX sessions_by_terminal ON sessions (dev_no, ended);
CREATE INDEX sessions_by_subject ON sessions (subject, ended);

CREATE TABLE ecards (
  sign_no {text} NOT NULL PRIMARY KEY,
  sign_seq {text} NOT NULL,
  sign_level INTEGER NOT NULL,
  channel_no {text} NOT NULL,
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  aaz501 {text} NOT NULL REFERENCES cards (aaz501),
  state {text} NOT NULL CHECK (state IN ('ISSUED', 'SUSPENDED', 'CLOSED')),
  password_salt {text} NOT NULL,
  password_hash {text} NOT NULL,
  password_tries INTEGER NOT NULL DEFAULT 5,
  issued BIGINT NOT NULL
) {clustered};
CREATE INDEX ecards_by_person ON ecards (aac002);

-- What a phone shows: each one stands for an e-card, once, for a short time.
CREATE TABLE phone_tokens (
  token {text} NOT NULL PRIMARY KEY,
  sign_no {text} NOT NULL REFERENCES ecards (sign_no),
  purpose {text} NOT NULL,
  until BIGINT NOT NULL,
  used BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX phone_tokens_by_card ON phone_tokens (sign_no);

-- Sign-ins by code, both ways: A the terminal scans the phone, B the phone scans the terminal.
CREATE TABLE logins (
  login_id {text} NOT NULL PRIMARY KEY,
  flow {text} NOT NULL CHECK (flow IN ('A', 'B')),
  dev_no {text} NOT NULL,
  kind {text} NOT NULL,
  place {text} NOT NULL,
  service {text} NOT NULL,
  secret {text} NOT NULL DEFAULT '',
  state {text} NOT NULL CHECK (state IN ('PENDING', 'SCANNED', 'CONFIRMED', 'CONSUMED', 'EXPIRED', 'INVALID')),
  reason INTEGER NOT NULL DEFAULT 0,
  created BIGINT NOT NULL,
  scanned BIGINT NOT NULL DEFAULT 0,
  confirmed BIGINT NOT NULL DEFAULT 0,
  last_poll BIGINT NOT NULL DEFAULT 0,
  sign_no {text} NOT NULL DEFAULT '',
  busi_seq {text} NOT NULL DEFAULT ''
) {clustered};
CREATE INDEX logins_by_card ON logins (sign_no, state);

-- Proof that a holder just passed a check of the e-card: used once.
CREATE TABLE proofs (
  busi_seq {text} NOT NULL PRIMARY KEY,
  sign_no {text} NOT NULL REFERENCES ecards (sign_no),
  action {text} NOT NULL,
  login_id {text} NOT NULL DEFAULT '',
  until BIGINT NOT NULL,
  used BIGINT NOT NULL DEFAULT 0
) {clustered};

-- What e-card apps report: three digits, what happened.
CREATE TABLE ecard_actions (
  id {text} NOT NULL PRIMARY KEY,
  sign_no {text} NOT NULL,
  action {text} NOT NULL,
  at BIGINT NOT NULL
) {clustered};
CREATE INDEX ecard_actions_by_card ON ecard_actions (sign_no, at);

-- Printed documents and receipts: enough to check one, never its facts.
CREATE TABLE documents (
  doc_no {text} NOT NULL PRIMARY KEY,
  type {text} NOT NULL,
  item {text} NOT NULL,
  body_hash {text} NOT NULL,
  aac002 {text} NOT NULL,
  dev_no {text} NOT NULL,
  session_id {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('VALID', 'VOID')),
  issued BIGINT NOT NULL
) {clustered};
CREATE INDEX documents_by_person ON documents (aac002, issued);

-- Who looked at whose data, and why: for those who review.
CREATE TABLE access_log (
  id {text} NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  dev_no {text} NOT NULL,
  session_id {text} NOT NULL,
  presenter {text} NOT NULL,
  subject {text} NOT NULL,
  infno {text} NOT NULL,
  item {text} NOT NULL
) {clustered};
CREATE INDEX access_log_by_subject ON access_log (subject, at);
