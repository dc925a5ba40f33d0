-- An account is one person's, however many brands it is connected for; of several links the oldest stays.
ALTER TABLE links NO FORCE ROW LEVEL SECURITY;
UPDATE links SET state = 'ended', version = version + 1 WHERE state = 'linked' AND EXISTS (
    SELECT FROM links older WHERE older.account_id = links.account_id AND older.state = 'linked'
        AND (older.changed_at, older.link_id) < (links.changed_at, links.link_id));
ALTER TABLE links FORCE ROW LEVEL SECURITY;
DROP INDEX links_account;
CREATE UNIQUE INDEX links_account ON links (account_id) WHERE state = 'linked';
-- What has ended may be offered anew as what it is.
GRANT UPDATE (kind) ON links TO accounts_tenant;
