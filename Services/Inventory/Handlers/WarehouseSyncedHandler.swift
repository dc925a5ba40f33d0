import Contracts
import Foundation
import Messaging
import Postgres

/// Maps a channel's warehouse to a location of the tenant's: its default one to ours, others by their names, made if
/// there is none. A mapping that exists stays. What is on sale in a warehouse that was not known is told from now on.
/// What was told later counts.
struct WarehouseSyncedHandler: Handler {
    /// One warehouse as a message describes it.
    struct Change: Sendable {
        let key: WarehouseKey
        let body: WarehouseSynced
        let toldAt: Date

        /// What the location is called; the channel's id where the seller gave no name.
        var name: String { body.title.isEmpty ? body.channelWarehouse : body.title }

        /// Whether orders are taken from it.
        var sells: Bool { body.isForSales && body.isEnabled }
    }

    /// What is known of a warehouse.
    struct Known: Sendable {
        /// Whether orders are taken from it.
        let sells: Bool
        /// When that was told.
        let toldAt: Date
    }

    func load(
        _ messages: [Received<WarehouseSynced>], _ pipeline: inout Pipeline
    ) -> Loading<[WarehouseKey: Known]> {
        let tenants = Array(Set(messages.compactMap { $0.metadata.tenant?.uuid }))
        ListingStore.ensureDefaultLocations(tenants, &pipeline)
        return Loading(ListingStore.toldWarehouses(tenants, Array(Set(messages.map(\.body.shop.uuid))), &pipeline))
    }

    func decide(_ message: Received<WarehouseSynced>, _ known: [WarehouseKey: Known]) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let shop = ShopKey(tenant: tenant, shop: message.body.shop)
        let key = WarehouseKey(shop: shop, channelWarehouse: message.body.channelWarehouse)
        let change = Change(key: key, body: message.body, toldAt: message.metadata.madeAt ?? Date())
        // It has come late, or once more after a newer one.
        if let before = known[key], before.toldAt > change.toldAt { return .done() }
        let begins = change.sells && known[key]?.sells != true
        return .done([change], events: begins ? [Draft(StockRulesChanged())] : [])
    }

    func apply(_ change: Change, to known: inout [WarehouseKey: Known]) {
        known[change.key] = Known(sells: change.sells, toldAt: change.toldAt)
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let last = Dictionary(changes.map { ($0.key, $0) }) { $1 }.values.sorted {
            ($0.key.shop.tenant, $0.key.shop.shop, $0.key.channelWarehouse)
                < ($1.key.shop.tenant, $1.key.shop.shop, $1.key.channelWarehouse)
        }
        let places = last.filter { $0.body.isForSales && !$0.body.isDefault }
        pipeline.run(
            """
            INSERT INTO locations (tenant_id, location_id, name)
            SELECT DISTINCT ON (tenant, name) tenant, id, name
            FROM unnest(\(places.map(\.key.shop.tenant.uuid)), \(places.map { _ in UUID.v7() }), \(places.map(\.name)))
                AS new (tenant, id, name)
            WHERE NOT EXISTS (SELECT FROM locations l WHERE l.tenant_id = tenant AND l.name = new.name)
            ORDER BY tenant, name ON CONFLICT DO NOTHING
            """)
        pipeline.run(
            """
            INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, location_id, title, is_for_sales, told_at)
            SELECT new.tenant, new.shop, new.warehouse, l.location_id, new.title, new.is_for_sales, new.told_at
            FROM unnest(\(last.map(\.key.shop.tenant.uuid)), \(last.map(\.key.shop.shop.uuid)),
                \(last.map(\.key.channelWarehouse)), \(last.map(\.name)), \(last.map(\.body.isDefault)),
                \(last.map(\.sells)), \(last.map(\.toldAt)))
                AS new (tenant, shop, warehouse, title, is_default, is_for_sales, told_at)
            JOIN locations l ON l.tenant_id = new.tenant AND
                CASE WHEN new.is_default OR NOT EXISTS (
                    SELECT FROM locations named WHERE named.tenant_id = new.tenant AND named.name = new.title)
                THEN l.is_default ELSE l.name = new.title END
            ON CONFLICT (tenant_id, shop_id, channel_warehouse) DO UPDATE
            SET title = excluded.title, is_for_sales = excluded.is_for_sales, told_at = excluded.told_at
            WHERE warehouses.told_at IS NULL OR excluded.told_at >= warehouses.told_at
            """)
    }
}
