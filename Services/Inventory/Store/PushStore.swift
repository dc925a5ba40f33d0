import Contracts
import Foundation
import Postgres

/// What channels were told last and what they answered: `pushes`.
enum PushStore {
    /// Locks the rows of products and reads what was answered of them; of products that were never told there is none.
    static func lockAnswers(
        _ products: Set<Offers.ProductKey>, _ pipeline: inout Pipeline
    ) -> () throws -> [Offers.ProductKey: PushAnswers] {
        let rows = pipeline.rows(
            """
            SELECT p.tenant_id, p.shop_id, p.channel_product, p.sequence, p.told_sequence, p.told_at, p.refused,
                p.refusals, coalesce(s.state = \(ConnectionChanged.State.connected.rawValue), true)
            FROM unnest(\(products.map(\.shop.tenant.uuid)), \(products.map(\.shop.shop.uuid)),
                \(products.map(\.channelProduct))) AS named (tenant_id, shop_id, channel_product)
            JOIN pushes p USING (tenant_id, shop_id, channel_product) LEFT JOIN shops s USING (tenant_id, shop_id)
            ORDER BY p.tenant_id, p.shop_id, p.channel_product COLLATE "C" FOR UPDATE OF p
            """, decode)
        return { Dictionary(uniqueKeysWithValues: try rows.get()) }
    }

    @Sendable private static func decode(_ row: inout RowReader) throws -> (Offers.ProductKey, PushAnswers) {
        let shop = ShopKey(tenant: TenantID(try row.next()), shop: ShopID(try row.next()))
        let product = Offers.ProductKey(shop: shop, channelProduct: try row.next())
        let (sequence, told, toldAt) = try row.next((Int64, Int64, Date?).self)
        let (refused, refusals, isConnected) = try row.next((String, Int, Bool).self)
        let places = try? JSONDecoder().decode(Set<PushAnswers.Place>.self, from: Data(refused.utf8))
        return (
            product,
            PushAnswers(
                sequence: sequence, told: told, toldAt: toldAt.map { Instant($0) }, refused: places ?? [],
                refusals: refusals, isConnected: isConnected)
        )
    }

    /// Writes what channels have answered; what was not taken counts as not told.
    static func save(_ changes: [ChannelStockToldHandler.Change], _ pipeline: inout Pipeline) throws {
        let forgotten = Set(changes.filter(\.forgets).map(\.product))
        let last = Dictionary(changes.map { ($0.product, $0.answers) }) { $1 }
        let rows = last.map { (key: $0.key, answers: $0.value) }
        let refused = try rows.map { row in
            let places = row.answers.refused.sorted()
            return places.isEmpty ? "" : String(decoding: try JSONEncoder().encode(places), as: UTF8.self)
        }
        pipeline.run(
            """
            UPDATE pushes p SET told_sequence = new.sequence, told_at = new.at, refused = new.refused,
                refusals = new.refusals, limits = CASE WHEN new.forgets THEN '' ELSE p.limits END
            FROM unnest(\(rows.map(\.key.shop.tenant.uuid)), \(rows.map(\.key.shop.shop.uuid)),
                \(rows.map(\.key.channelProduct)), \(rows.map(\.answers.told)),
                \(rows.map { $0.answers.toldAt?.date }), \(refused), \(rows.map(\.answers.refusals)),
                \(rows.map { forgotten.contains($0.key) }))
                AS new (tenant, shop, product, sequence, at, refused, refusals, forgets)
            WHERE (p.tenant_id, p.shop_id, p.channel_product) = (new.tenant, new.shop, new.product)
            """)
    }

    /// The levels on which a product draws of which the channel refuses something, if the shop is connected.
    static func refusedLevels(
        _ product: Offers.ProductKey, _ pipeline: inout Pipeline
    ) -> () throws -> [LevelKey: Level] {
        LevelStore.read(
            """
            SELECT DISTINCT tenant_id, c.sku_id
            FROM pushes p LEFT JOIN shops s USING (tenant_id, shop_id)
            JOIN listings l USING (tenant_id, shop_id, channel_product)
            JOIN components c USING (tenant_id, shop_id, channel_sku)
            WHERE tenant_id = \(product.shop.tenant.uuid) AND shop_id = \(product.shop.shop.uuid)
                AND channel_product = \(product.channelProduct) AND p.refused <> '' AND l.is_active
                AND coalesce(s.state = \(ConnectionChanged.State.connected.rawValue), true)
            """, &pipeline)
    }

    /// Forgets what the channel of shops was told, so that it is told again.
    static func forgetTold(shops: [ShopKey], _ pipeline: inout Pipeline) {
        let named: SQL = """
            SELECT tenant_id, shop_id, channel_product FROM pushes
            JOIN unnest(\(shops.map(\.tenant.uuid)), \(shops.map(\.shop.uuid))) AS named (tenant_id, shop_id)
                USING (tenant_id, shop_id)
            """
        pipeline.run(forget(named))
    }

    /// Forgets what all channels of tenants were told.
    static func forgetTold(tenants: [TenantID], _ pipeline: inout Pipeline) {
        pipeline.run(forget(ofTenants: tenants))
    }

    /// The same for one tenant; answers of how many products.
    static func forgetTold(tenant: TenantID, _ client: some PostgresClient) async throws -> Int {
        try await client.run(forget(ofTenants: [tenant]))
    }

    private static func forget(ofTenants tenants: [TenantID]) -> SQL {
        forget(
            """
            SELECT tenant_id, shop_id, channel_product FROM pushes WHERE tenant_id = ANY(\(tenants.map(\.uuid)))
            """)
    }

    /// Locks rows in the order of their keys, as the lane of pushes does, before it changes them.
    ///
    /// - Parameter named: A query of them.
    private static func forget(_ named: SQL) -> SQL {
        """
        UPDATE pushes p SET limits = '' FROM (
            \(named) ORDER BY tenant_id, shop_id, channel_product COLLATE "C" FOR UPDATE OF pushes) AS locked
        WHERE (p.tenant_id, p.shop_id, p.channel_product)
            = (locked.tenant_id, locked.shop_id, locked.channel_product)
        """
    }
}
