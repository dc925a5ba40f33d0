-- What was told last of a parcel under the channel's own label, so that only what is new is told. Kept 90 days.
CREATE TABLE parcel_scans (
    tenant_id  uuid        NOT NULL,
    order_id   uuid        NOT NULL,
    told       jsonb       NOT NULL,                  -- the message
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, order_id),
    FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id)
);
SELECT keep_tenants_apart('parcel_scans');
CREATE INDEX parcel_scans_by_age ON parcel_scans (changed_at);
