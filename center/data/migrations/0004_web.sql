-- The citizens' page, and the platforms that citizens sign in to through it. Times are milliseconds since 1970-01-01
-- UTC; 0 is "none". Cookies, codes and secrets are kept as their SM3, in hexadecimal: whoever reads this has none.

-- A browser. What it is at: a sign-in by code, a session, and the platform it came from, if it came from one.
CREATE TABLE web_visits (
  cookie_hash {text} NOT NULL PRIMARY KEY,
  login_id {text} NOT NULL DEFAULT '',
  session_id {text} NOT NULL DEFAULT '',
  client_id {text} NOT NULL DEFAULT '',
  redirect {text} NOT NULL DEFAULT '',
  client_state {text} NOT NULL DEFAULT '',
  fields {text} NOT NULL DEFAULT '',
  until BIGINT NOT NULL
) {clustered};
CREATE INDEX web_visits_by_time ON web_visits (until);

-- Platforms. dev_no: the terminal that may exchange codes for this platform (8108); '' where it only asks by HTTPS.
CREATE TABLE web_clients (
  client_id {text} NOT NULL PRIMARY KEY,
  name {text} NOT NULL,
  redirect {text} NOT NULL,
  secret_hash {text} NOT NULL,
  dev_no {text} NOT NULL DEFAULT ''
) {clustered};

-- What a citizen agreed to hand over, once, within a minute. fields: of name, number, mobile, joined by commas.
CREATE TABLE web_codes (
  code_hash {text} NOT NULL PRIMARY KEY,
  client_id {text} NOT NULL REFERENCES web_clients (client_id),
  sign_no {text} NOT NULL,
  fields {text} NOT NULL,
  until BIGINT NOT NULL,
  used BIGINT NOT NULL DEFAULT 0
) {clustered};
CREATE INDEX web_codes_by_time ON web_codes (until);
