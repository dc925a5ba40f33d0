-- What each listing has reserved of a level, kept with every change of an order's needs. What a channel is told depends
-- on it, and is worked out for each batch of changes: added up there, it costs as much as there are open orders, which
-- for a viral SKU are thousands. Triggers keep it, so that instances of the version before this one do so, too.
--
-- Whoever changes what is reserved of a level has its row of `levels` locked, so these rows are never waited for.
CREATE TABLE listing_reserved (
    tenant_id      uuid   NOT NULL,
    shop_id        uuid   NOT NULL,
    channel_sku    text   NOT NULL,
    sku_id         uuid   NOT NULL,
    location_id    uuid   NOT NULL,
    reserved       bigint NOT NULL,                      -- units of orders
    ship_confirmed bigint NOT NULL,                      -- of these, what the channel no longer counts as sold
    PRIMARY KEY (tenant_id, shop_id, channel_sku, sku_id, location_id)
) WITH (fillfactor = 50);
ALTER TABLE listing_reserved ALTER COLUMN tenant_id SET (n_distinct = 4);

CREATE FUNCTION keep_listing_reserved() RETURNS trigger LANGUAGE plpgsql
SET search_path = :schema, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO listing_reserved AS l
        SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, sum(reserved),
            sum(least(reserved, ship_confirmed))
        FROM made WHERE reserved > 0 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (tenant_id, shop_id, channel_sku, sku_id, location_id) DO UPDATE
        SET reserved = l.reserved + excluded.reserved, ship_confirmed = l.ship_confirmed + excluded.ship_confirmed;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO listing_reserved AS l
        SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, sum(reserved), sum(confirmed)
        FROM (
            SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, reserved,
                least(reserved, ship_confirmed) AS confirmed FROM made
            UNION ALL
            SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, -reserved,
                -least(reserved, ship_confirmed) FROM gone
        ) AS change
        GROUP BY 1, 2, 3, 4, 5 HAVING sum(reserved) <> 0 OR sum(confirmed) <> 0 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (tenant_id, shop_id, channel_sku, sku_id, location_id) DO UPDATE
        SET reserved = l.reserved + excluded.reserved, ship_confirmed = l.ship_confirmed + excluded.ship_confirmed;
    ELSE
        INSERT INTO listing_reserved AS l
        SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, -sum(reserved),
            -sum(least(reserved, ship_confirmed))
        FROM gone WHERE reserved > 0 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (tenant_id, shop_id, channel_sku, sku_id, location_id) DO UPDATE
        SET reserved = l.reserved + excluded.reserved, ship_confirmed = l.ship_confirmed + excluded.ship_confirmed;
    END IF;
    RETURN NULL;
END $$;

-- This locks everybody out at once: to take a weaker lock first would be a deadlock with who has read and will write.
ALTER TABLE needs NO FORCE ROW LEVEL SECURITY;

CREATE TRIGGER listing_reserved_made AFTER INSERT ON needs REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION keep_listing_reserved();
CREATE TRIGGER listing_reserved_changed AFTER UPDATE ON needs REFERENCING NEW TABLE AS made OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION keep_listing_reserved();
CREATE TRIGGER listing_reserved_gone AFTER DELETE ON needs REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION keep_listing_reserved();

INSERT INTO listing_reserved
SELECT tenant_id, shop_id, channel_sku, sku_id, location_id, sum(reserved), sum(least(reserved, ship_confirmed))
FROM needs WHERE reserved > 0 GROUP BY 1, 2, 3, 4, 5;
ALTER TABLE needs FORCE ROW LEVEL SECURITY;

SELECT keep_access();

DO $$
DECLARE
    people text := current_schema() || '_tenant';
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = people) THEN
        EXECUTE format('REVOKE ALL ON listing_reserved FROM %I', people);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON listing_reserved TO %I', people);
    END IF;
END $$;
