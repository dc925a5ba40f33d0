import Contracts
import Foundation
import Messaging
import Postgres

/// A service that knows one brand, and of one order that it is still to read it.
struct TallyView: OperatorView {
    static let channelOrder = "576455773000977336"
    static let reading = WorkKey(kind: "read", tenant: World.tenant, key: "a shop/\(channelOrder)")

    func find(_ order: String, in _: some PostgresClient) async throws -> OrderTraced? {
        order == Self.channelOrder ? OrderTraced(tenant: World.tenant, channelOrder: order) : nil
    }

    func work(on order: OrderTraced, in _: some PostgresClient) async throws -> [WorkKey] {
        order.channelOrder == nil ? [] : [Self.reading]
    }

    func knows(_ tenant: TenantID?, _ shop: ShopID?, in _: some PostgresClient) async throws -> Bool? {
        tenant == World.tenant && shop == nil
    }
}
