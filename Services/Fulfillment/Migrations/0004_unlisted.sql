-- Carriers of whom the channel has said, to a label that was bought already, that it does not list them for a delivery
-- option. The next parcel of the same way is spared that detour.
CREATE TABLE unlisted_carriers (
    tenant_id       uuid        NOT NULL,
    shop_id         uuid        NOT NULL,
    delivery_option text        NOT NULL,              -- the channel's id; blank where an order names none
    carrier         text        NOT NULL,
    told_at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, delivery_option, carrier)
);
ALTER TABLE unlisted_carriers ENABLE ROW LEVEL SECURITY;
ALTER TABLE unlisted_carriers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenants ON unlisted_carriers
    USING (tenant_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]));
DO $$
DECLARE
    people text := current_schema() || '_tenant';
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = people) THEN
        EXECUTE format('GRANT SELECT ON unlisted_carriers TO %I', people);
    END IF;
END $$;
