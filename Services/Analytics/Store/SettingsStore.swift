import Commerce
import Contracts
import Foundation
import Postgres

/// How a tenant wants to be served.
struct Preferences: Hashable, Sendable {
    var version = 0
    var zone = Zone.utc
    var currency = Currency.usd

    /// The house's own, until a tenant's are known.
    static let house = Preferences()
}

/// The rows of `settings` and `shops`.
enum SettingsStore {
    /// How rows are locked.
    enum Strength: String {
        /// Others may do the same: so settings change only between facts, and no fact is counted in a currency that
        /// was given up meanwhile.
        case share = "SHARE"
        case update = "UPDATE"
    }

    /// Makes settings that may be missing, locks and reads them.
    static func lock(
        _ tenants: [TenantID], for strength: Strength, _ pipeline: inout Pipeline
    ) -> () throws -> [TenantID: Preferences] {
        pipeline.run(
            """
            INSERT INTO settings (tenant_id) SELECT * FROM unnest(\(tenants.map(\.uuid))) AS new (tenant)
            ORDER BY tenant ON CONFLICT DO NOTHING
            """)
        let rows = pipeline.rows(
            """
            SELECT tenant_id, version, zone, currency FROM settings WHERE tenant_id = ANY(\(tenants.map(\.uuid)))
            ORDER BY tenant_id FOR \(unsafe: strength.rawValue)
            """, decode)
        return { Dictionary(uniqueKeysWithValues: try rows.get()) }
    }

    /// Reads settings; those of a tenant that is not known yet are missing.
    static func read(_ tenants: [TenantID], _ pipeline: inout Pipeline) -> () throws -> [TenantID: Preferences] {
        let rows = pipeline.rows(
            "SELECT tenant_id, version, zone, currency FROM settings WHERE tenant_id = ANY(\(tenants.map(\.uuid)))",
            decode)
        return { Dictionary(uniqueKeysWithValues: try rows.get()) }
    }

    @Sendable private static func decode(_ row: inout RowReader) throws -> (TenantID, Preferences) {
        let (tenant, version, zone, currency) = try row.next((UUID, Int, String, String).self)
        let preferences = Preferences(
            version: version, zone: Zone(zone) ?? .utc, currency: Currency(currency) ?? .usd)
        return (TenantID(tenant), preferences)
    }

    /// Writes the newest settings of tenants.
    static func save(_ settings: [TenantID: SettingsChanged], _ pipeline: inout Pipeline) {
        let rows = settings.sorted { $0.key < $1.key }
        pipeline.run(
            """
            UPDATE settings SET version = new.version, zone = new.zone, currency = new.currency
            FROM unnest(\(rows.map(\.key.uuid)), \(rows.map(\.value.version)), \(rows.map(\.value.zone)),
                \(rows.map(\.value.currency.code))) AS new (tenant, version, zone, currency)
            WHERE settings.tenant_id = new.tenant
            """)
    }

    /// Reads the zones of all shops of tenants; of a shop that has none of its own, or is not known, it is missing.
    static func zones(_ tenants: [TenantID], _ pipeline: inout Pipeline) -> () throws -> [ShopKey: Zone] {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id, zone FROM shops
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND zone IS NOT NULL
            """, as: (UUID, UUID, String).self)
        return {
            var zones: [ShopKey: Zone] = [:]
            for (tenant, shop, zone) in try rows.get() {
                zones[ShopKey(tenant: TenantID(tenant), shop: ShopID(shop))] = Zone(zone)
            }
            return zones
        }
    }

    /// The tenant whose shop it is; nil when none of these has it. A shop is known by its connection, or by what it has
    /// sold should nobody have told of that.
    static func owner(
        of shop: ShopID, _ tenants: [TenantID], _ pipeline: inout Pipeline
    ) -> () throws -> TenantID? {
        let rows = pipeline.rows(
            """
            SELECT tenant_id FROM (
                SELECT tenant_id, 1 AS place FROM shops
                WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND shop_id = \(shop.uuid)
                UNION ALL
                (SELECT tenant_id, 2 FROM products
                WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND shop_id = \(shop.uuid) LIMIT 1)
            ) AS known ORDER BY place LIMIT 1
            """, as: UUID.self)
        return { try rows.get().first.map { TenantID($0) } }
    }

    /// Writes what is newer of shops.
    static func save(_ shops: [ShopKey: ConnectionChanged], _ pipeline: inout Pipeline) {
        let rows = shops.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO shops (tenant_id, shop_id, version, zone)
            SELECT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.shop.uuid)),
                \(rows.map(\.value.version)), \(rows.map(\.value.zone))) AS new (tenant, shop, version, zone)
            ORDER BY tenant, shop
            ON CONFLICT (tenant_id, shop_id) DO UPDATE SET version = excluded.version, zone = excluded.zone
            WHERE shops.version < excluded.version
            """)
    }
}
