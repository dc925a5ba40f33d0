-- Waits that had no end, or held up others for nothing.

-- Since when the channel has taken the ship call of a parcel and shows it as not shipped.
ALTER TABLE ship_wishes ADD COLUMN called_since timestamptz;

-- Whoever makes or drops a day waits alone, not with everybody who writes behind him: a long read over midnight would
-- stop webhooks and calls. He comes again.
ALTER FUNCTION keep_days(text, integer) SET lock_timeout = '1s';

-- Days are made in transactions of their own, so that no table is locked while others are cleared.
CREATE OR REPLACE FUNCTION keep_house() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = :schema, pg_temp AS $$
BEGIN
    DELETE FROM notifications WHERE received_at < now() - interval '14 days';
    DELETE FROM producer_messages WHERE received_at < now() - interval '14 days';
END $$;
