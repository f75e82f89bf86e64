-- Members of staff on duty, what they released, calls for help, and who may act for whom. The staff list is
-- staff_members. Times are milliseconds since 1970-01-01 UTC; 0 is "none".

CREATE TABLE staff_sessions (
  staff_session_id {text} NOT NULL PRIMARY KEY,
  staff_no {text} NOT NULL,
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  role {text} NOT NULL,
  dev_no {text} NOT NULL,
  way {text} NOT NULL,
  started BIGINT NOT NULL,
  last_used BIGINT NOT NULL,
  until BIGINT NOT NULL,
  ended BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX staff_sessions_by_terminal ON staff_sessions (dev_no, ended);

CREATE TABLE releases (
  id {text} NOT NULL PRIMARY KEY,
  session_id {text} NOT NULL,
  staff_session_id {text} NOT NULL,
  staff_no {text} NOT NULL,
  release {text} NOT NULL CHECK (release IN ('identity', 'clerk', 'print')),
  reason {text} NOT NULL,
  level_before INTEGER NOT NULL,
  level_after INTEGER NOT NULL,
  at BIGINT NOT NULL
) {clustered};
CREATE INDEX releases_by_session ON releases (session_id, at);

CREATE TABLE help_calls (
  id {text} NOT NULL PRIMARY KEY,
  ticket {text} NOT NULL,
  dev_no {text} NOT NULL,
  place {text} NOT NULL,
  session_id {text} NOT NULL,
  reason {text} NOT NULL,
  called BIGINT NOT NULL,
  closed BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX help_calls_open ON help_calls (closed, called);

-- scope: catalogue ids joined by commas, or * for all; a clerk registered it, with both ids before them.
CREATE TABLE mandates (
  mandate_no {text} NOT NULL PRIMARY KEY,
  presenter {text} NOT NULL REFERENCES persons (aac002),
  subject {text} NOT NULL REFERENCES persons (aac002),
  relation {text} NOT NULL,
  kind {text} NOT NULL CHECK (kind IN ('mandate', 'guardianship')),
  scope {text} NOT NULL,
  staff_no {text} NOT NULL,
  registered BIGINT NOT NULL,
  until BIGINT NOT NULL,
  ended BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX mandates_by_presenter ON mandates (presenter, subject);

-- On what grounds a session became another person's.
CREATE TABLE authorities (
  session_id {text} NOT NULL PRIMARY KEY,
  presenter {text} NOT NULL,
  subject {text} NOT NULL,
  relation {text} NOT NULL,
  way {text} NOT NULL CHECK (way IN ('cards', 'ecard', 'mandate')),
  evidence {text} NOT NULL,
  service {text} NOT NULL,
  at BIGINT NOT NULL,
  until BIGINT NOT NULL
) {clustered};
CREATE INDEX authorities_by_subject ON authorities (subject, at);
