import Contracts
import Foundation
import Messaging
import Postgres

/// What is set for single SKUs: two columns of `skus`.
enum OwnRulesStore {
    /// Finds a SKU that the caller may see and locks it, as the lane of pushes does before it looks at what is low; and
    /// its levels, which are not locked.
    static func lock(
        _ sku: SKUID, tenants: [TenantID], _ database: Transaction
    ) async throws -> (sku: RuledSKU, levels: [LevelKey: Level])? {
        let tenants = tenants.map(\.uuid)
        var pipeline = Pipeline()
        let named = pipeline.rows(
            """
            SELECT s.tenant_id, s.code, s.threshold, s.buffer, coalesce(t.threshold, 0), coalesce(t.buffer, 0)
            FROM skus s LEFT JOIN settings t USING (tenant_id)
            WHERE s.tenant_id = ANY(\(tenants)) AND s.sku_id = \(sku.uuid) FOR NO KEY UPDATE OF s
            """, as: (UUID, String, Int?, Int?, Int, Int).self)
        let levels = LevelStore.read(
            "SELECT tenant_id, sku_id FROM skus WHERE tenant_id = ANY(\(tenants)) AND sku_id = \(sku.uuid)", &pipeline)
        try await database.send(pipeline)
        guard let (tenant, code, threshold, buffer, generalThreshold, generalBuffer) = try named.get().first else {
            return nil
        }
        let ruled = RuledSKU(
            tenant: TenantID(tenant), id: sku, code: code,
            general: StockRules(threshold: generalThreshold, buffer: generalBuffer),
            own: StockOwnRules(threshold: threshold, buffer: buffer))
        return (ruled, try levels())
    }

    /// Writes what holds for a locked SKU.
    static func save(_ sku: RuledSKU, _ database: Transaction) async throws {
        try await database.run(
            """
            UPDATE skus SET threshold = \(sku.own.threshold as Int?), buffer = \(sku.own.buffer as Int?)
            WHERE tenant_id = \(sku.tenant.uuid) AND sku_id = \(sku.id.uuid)
            """)
    }
}
