-- What a terminal was registered with, PEM: read at its registration and never after. A terminal's own row is read and written with every message.
CREATE TABLE terminal_papers (
  dev_no {text} PRIMARY KEY REFERENCES terminals (dev_no),
  tls_request {text} NOT NULL DEFAULT '',
  tls_certificate {text} NOT NULL DEFAULT '',
  sign_certificate {text} NOT NULL DEFAULT ''
);
INSERT INTO terminal_papers (dev_no, tls_request, tls_certificate, sign_certificate)
  SELECT dev_no, tls_request, tls_certificate, sign_certificate FROM terminals;
ALTER TABLE terminals DROP COLUMN tls_request;
ALTER TABLE terminals DROP COLUMN tls_certificate;
ALTER TABLE terminals DROP COLUMN sign_certificate;
