-- What a code was exchanged for, sealed, until it is entered: the code works once, and what follows it may take several
-- attempts.
ALTER TABLE callbacks ADD COLUMN granted bytea, ADD COLUMN granted_key text,
    ADD CHECK ((granted IS NULL) = (granted_key IS NULL));
