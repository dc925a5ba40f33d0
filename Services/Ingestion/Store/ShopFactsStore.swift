import Contracts
import Postgres

/// What channels tell of shops as a whole.
enum ShopFactsStore {
    /// What was told last of a shop, locked.
    static func lock(
        _ shop: ShopID, tenant: TenantID, _ client: some PostgresClient
    ) async throws -> ShopFactsRead? {
        try await client.first(
            "SELECT told FROM shop_facts WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) FOR UPDATE",
            as: JSON.self
        )?.decode(ShopFactsRead.self)
    }

    /// Writes what is told.
    static func save(_ facts: ShopFactsRead, tenant: TenantID, _ pipeline: inout Pipeline) throws {
        pipeline.run(
            """
            INSERT INTO shop_facts (tenant_id, shop_id, version, told)
            VALUES (\(tenant.uuid), \(facts.shop.uuid), \(Int32(facts.version)), \(try JSON(encoding: facts)))
            ON CONFLICT (tenant_id, shop_id) DO UPDATE SET version = excluded.version, told = excluded.told
            """)
    }
}
