import Contracts
import Foundation
import Postgres

/// A person's wish that the channel cancel an order.
struct CancelWish: PostgresRow, Hashable {
    /// How far it is.
    enum State: String {
        case wanted, accepted, refused
    }

    let tenant: TenantID
    let order: OrderID
    let shop: ShopID
    let channelOrder: String
    /// The channel's word for why; nil: the usual one.
    let reason: String?
    /// The prefix of the key that asked.
    let actor: String
    var state = State.wanted
    /// Why it was refused, in a sentence.
    var detail: String?

    init(_ order: OrderShelf.Row, reason: String?, actor: String) {
        tenant = order.tenant
        self.order = order.id
        shop = order.shop
        channelOrder = order.snapshot.channelOrder
        self.reason = reason
        self.actor = actor
    }

    init(row: inout RowReader) throws {
        tenant = TenantID(try row.next(UUID.self))
        order = OrderID(try row.next(UUID.self))
        shop = ShopID(try row.next(UUID.self))
        (channelOrder, reason, actor) = try row.next((String, String?, String).self)
        state = try row.word()
        detail = try row.next()
    }

    /// What a caller is told.
    var reply: OrderCancel.Reply { OrderCancel.Reply(order: order, state: state.rawValue, detail: detail) }
}

/// Wishes to cancel, the newest per order.
enum CancelStore {
    private static let columns: SQL =
        "SELECT tenant_id, order_id, shop_id, channel_order, reason, actor, state, detail FROM cancel_wishes"

    /// The wish for an order.
    static func find(
        _ order: OrderID, _ tenant: TenantID, _ client: some PostgresClient
    ) async throws -> CancelWish? {
        try await client.first(
            "\(columns) WHERE tenant_id = \(tenant.uuid) AND order_id = \(order.uuid)", as: CancelWish.self)
    }

    /// Keeps a wish, unless the same is being wished already: one that was refused may be wished again.
    ///
    /// - Returns: whether it is new.
    static func want(_ wish: CancelWish, _ database: Transaction) async throws -> Bool {
        try await database.run(
            """
            INSERT INTO cancel_wishes AS old (tenant_id, order_id, shop_id, channel_order, reason, actor)
            VALUES (\(wish.tenant.uuid), \(wish.order.uuid), \(wish.shop.uuid), \(wish.channelOrder),
                \(wish.reason as String?), \(wish.actor))
            ON CONFLICT (tenant_id, order_id) DO UPDATE SET reason = excluded.reason, actor = excluded.actor,
                state = 'wanted', code = NULL, detail = NULL, changed_at = now()
            WHERE old.state = 'refused'
            """) == 1
    }

    /// Notes what became of a wish.
    static func settle(
        _ wish: CancelWish, _ state: CancelWish.State, code: String? = nil, detail: String? = nil,
        _ pipeline: inout Pipeline
    ) {
        pipeline.run(
            """
            UPDATE cancel_wishes SET state = \(state.rawValue), code = \(code as String?),
                detail = \(detail as String?), changed_at = now()
            WHERE tenant_id = \(wish.tenant.uuid) AND order_id = \(wish.order.uuid) AND state = 'wanted'
            """)
    }
}
