import Contracts
import Messaging
import Postgres

/// Notes when a shop was connected: what left before it is in no figure of ours.
struct ConnectionChangedHandler: Handler {
    /// One shop as a message describes it.
    struct Change: Sendable {
        let shop: ShopKey
        let body: ConnectionChanged
    }

    func load(_ messages: [Received<ConnectionChanged>], _ pipeline: inout Pipeline) -> Loading<Void> {
        Loading {}
    }

    func decide(_ message: Received<ConnectionChanged>, _ view: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        return .done([Change(shop: ShopKey(tenant: tenant, shop: message.body.shop), body: message.body)])
    }

    func apply(_ change: Change, to view: inout Void) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let newest = Dictionary(changes.map { ($0.shop, $0.body) }) { $0.version > $1.version ? $0 : $1 }
        let rows = newest.sorted { ($0.key.tenant, $0.key.shop) < ($1.key.tenant, $1.key.shop) }
        pipeline.run(
            """
            INSERT INTO shops (tenant_id, shop_id, version, state, connected_at)
            SELECT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.shop.uuid)),
                \(rows.map(\.value.version)), \(rows.map(\.value.state.rawValue)),
                \(rows.map(\.value.connectedAt.date)))
            ON CONFLICT (tenant_id, shop_id) DO UPDATE
            SET version = excluded.version, state = excluded.state, connected_at = excluded.connected_at
            WHERE excluded.version > shops.version
            """)
    }
}
