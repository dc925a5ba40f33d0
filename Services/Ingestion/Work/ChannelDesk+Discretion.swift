import Contracts
import Messaging
import Partners
import Postgres
import TikTokShop

extension ChannelDesk {
    /// An error about an order without what the channel's words repeat of its recipient: it is kept, told and logged.
    func discreet(_ trouble: TikTokShopError, of order: OrderID, _ tenant: TenantID) async -> TikTokShopError {
        do {
            let words = try await orders.personalWords(of: order, tenant: tenant, database)
            return words.map { trouble.saying($0.hidden(in: trouble.message)) } ?? trouble
        } catch {
            return trouble.saying("what the channel said is not shown, since the recipient cannot be opened")
        }
    }
}

extension OrderStore {
    /// By what the recipient of an order is known; nil for an order without one.
    fileprivate func personalWords(
        of order: OrderID, tenant: TenantID, _ client: some PostgresClient
    ) async throws -> PersonalWords? {
        let row = try await client.first(
            """
            SELECT sealed, sealed_key FROM recipients WHERE tenant_id = \(tenant.uuid) AND order_id = \(order.uuid)
            """, as: ([UInt8]?, String?).self)
        guard let row else { return nil }
        guard let bytes = row.0, let key = row.1 else { throw Erased() }
        return try open(Vault.Sealed(bytes: bytes, key: key), of: order).map { recipient in
            PersonalWords(
                [recipient.fullName, recipient.city, recipient.postalCode] + recipient.addressLines,
                phones: [recipient.phone])
        }
    }

    private struct Erased: Error {}
}
