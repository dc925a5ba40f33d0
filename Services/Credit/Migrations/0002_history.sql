-- Since when what is known of an account is complete; null while its past is still to be told. What was linked before
-- anybody told pasts is complete since its link.
ALTER TABLE accounts ADD COLUMN complete_since timestamptz;
-- All rows at once, which nobody but the owner without the policies may do.
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
UPDATE accounts SET complete_since = linked_at WHERE is_linked;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
CREATE INDEX accounts_untold ON accounts (linked_at) WHERE is_linked AND complete_since IS NULL;
