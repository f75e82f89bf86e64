-- Phones with an e-card app, and the e-cards each of them holds: the owner's and those of up to eight relatives. Times
-- are milliseconds since 1970-01-01 UTC.

-- An app reaches the platform with an access id and a secret; the secret is sealed under the center's own key.
CREATE TABLE phones (
  access_id {text} NOT NULL PRIMARY KEY,
  secret {text} NOT NULL,
  channel_no {text} NOT NULL,
  owner {text} NOT NULL REFERENCES persons (aac002),
  device {text} NOT NULL DEFAULT '',
  added BIGINT NOT NULL,
  started BIGINT NOT NULL DEFAULT 0
) {clustered};

-- relation 0: the owner's own; else the code of the relative.
CREATE TABLE phone_ecards (
  access_id {text} NOT NULL REFERENCES phones (access_id),
  sign_no {text} NOT NULL REFERENCES ecards (sign_no),
  relation {text} NOT NULL,
  PRIMARY KEY (access_id, sign_no)
) {clustered};
CREATE INDEX phone_ecards_by_card ON phone_ecards (sign_no);

-- Signatures that came, as long as their time is good: each counts once.
CREATE TABLE phone_requests (
  access_id {text} NOT NULL REFERENCES phones (access_id),
  signature {text} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (access_id, signature)
) {clustered};
CREATE INDEX phone_requests_by_time ON phone_requests (access_id, at);
