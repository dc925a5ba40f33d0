import Contracts
import Foundation
import Messaging
import Postgres

// What is known of work before there is an order, and of whose work there may be.

extension OperatorShelf {
    /// An order that somebody rang for and that was not read yet: it has no id, but work bears the channel's.
    func unread(_ name: OrderName, _ database: some PostgresClient) async throws -> OrderTraced? {
        guard case .channels(let channelOrder) = name else { return nil }
        let tenant = try await database.first(
            """
            SELECT w.tenant_id FROM connections AS c JOIN work AS w
                ON (w.tenant_id, w.kind) = (c.tenant_id, \(FetchOrders.name))
                    AND w.key = c.shop_id || '/' || \(channelOrder)
            LIMIT 1
            """, as: UUID.self)
        return tenant.map { OrderTraced(tenant: TenantID($0), channelOrder: channelOrder) }
    }

    /// The readings of the order, which the channel's id names; of the brand's shops one alone can have it.
    func work(on order: OrderTraced, in database: some PostgresClient) async throws -> [WorkKey] {
        guard let tenant = order.tenant, let channelOrder = order.channelOrder else { return [] }
        return try await database.rows(
            "SELECT shop_id FROM connections WHERE tenant_id = \(tenant.uuid) ORDER BY shop_id LIMIT 100", as: UUID.self
        ).map { WorkKey(FetchOrders.self, tenant: tenant, key: FetchOrders.key(channelOrder, ShopID($0))) }
    }

    /// Brands and shops that are connected, or may be read.
    func knows(_ tenant: TenantID?, _ shop: ShopID?, in database: some PostgresClient) async throws -> Bool? {
        let (tenant, shop): (SQL, SQL) = ("\(tenant?.uuid as UUID?)", "\(shop?.uuid as UUID?)")
        return try await database.first(
            """
            SELECT EXISTS (SELECT FROM connections
                    WHERE tenant_id = coalesce(\(tenant), tenant_id) AND shop_id = coalesce(\(shop), shop_id))
                OR EXISTS (SELECT FROM read_grants
                    WHERE tenant_id = coalesce(\(tenant), tenant_id) AND id = coalesce(\(shop), id))
            """, as: Bool.self)
    }
}
