-- When it was told last, to a link that lives, how old what is known of its account is.
ALTER TABLE tellings ADD COLUMN read_told_at timestamptz;
CREATE INDEX tellings_read ON tellings (read_told_at NULLS FIRST) WHERE state = 'told';
