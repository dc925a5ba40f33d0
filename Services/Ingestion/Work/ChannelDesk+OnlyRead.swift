import Contracts
import Postgres

extension ChannelDesk.OpenShop {
    /// Whether the shop may only be read, also now that what was read of it is written. Where it is connected
    /// meanwhile, what is written now is told to everybody; where it is connected later, it is told once more then.
    func isOnlyRead(_ transaction: Transaction) async throws -> Bool {
        guard connection.isOnlyRead else { return false }
        _ = try await transaction.first(
            "SELECT 1 FROM read_grants WHERE tenant_id = \(tenant.uuid) AND id = \(shop.uuid) FOR SHARE", as: Int32.self
        )
        return try await ConnectionStore.find(shop, tenant: tenant, transaction)?.state != .connected
    }
}
