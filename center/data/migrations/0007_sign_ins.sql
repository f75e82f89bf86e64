-- Several programs of one terminal are signed in at once: each sign-in has its number and its end beside its key. Those
-- of before this migration are over: every terminal signs in once more. Times are milliseconds since 1970-01-01 UTC.

-- sign_until 0: it was ended. The key stays as long as answers do.
ALTER TABLE session_keys ADD COLUMN sign_no {text} NOT NULL DEFAULT '';
ALTER TABLE session_keys ADD COLUMN sign_until BIGINT NOT NULL DEFAULT 0;
CREATE INDEX session_keys_by_terminal ON session_keys (dev_no, sign_no);
ALTER TABLE terminals DROP COLUMN sign_no;
ALTER TABLE terminals DROP COLUMN sign_no_until;

-- Several programs may be powering on at once: each has a challenge of its own, good for one proof.
CREATE TABLE power_on_challenges (
  challenge {text} PRIMARY KEY,
  dev_no {text} NOT NULL REFERENCES terminals (dev_no),
  until BIGINT NOT NULL
){clustered};
CREATE INDEX power_on_challenges_by_terminal ON power_on_challenges (dev_no, until);
ALTER TABLE terminals DROP COLUMN challenge;
ALTER TABLE terminals DROP COLUMN challenge_until;

-- The card of whoever acts for the subject; aaz501 is the subject's. '' where nobody does, or without a card.
ALTER TABLE sessions ADD COLUMN presenter_card {text} NOT NULL DEFAULT '';

-- One row, written now and then only to see whether there is room.
CREATE TABLE write_probe (id INTEGER PRIMARY KEY, filler {text} NOT NULL);
