-- Files that travel beside messages: uploads of one terminal, and what the center publishes for all of them (dev_no ''). Their bytes are in parts, Base64,
-- so that a piece is read without the rest.
CREATE TABLE files (
  file_no {text} NOT NULL PRIMARY KEY,
  dev_no {text} NOT NULL,
  kind {text} NOT NULL,
  size BIGINT NOT NULL,
  sm3 {text} NOT NULL,
  msgid {text} NOT NULL,
  kid {text} NOT NULL,
  at BIGINT NOT NULL
) {clustered};
CREATE INDEX files_by_time ON files (at);

CREATE TABLE file_parts (
  file_no {text} NOT NULL REFERENCES files (file_no) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  content {text} NOT NULL,
  PRIMARY KEY (file_no, part)
);
