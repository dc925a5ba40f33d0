import Contracts
import Messaging
import Postgres

/// Notes when a shop was connected: what left before it is in no figure of ours. A shop that is back has missed what
/// its channel was to be told, so it is told everything again.
struct ConnectionChangedHandler: Handler {
    /// One shop as a message describes it.
    struct Change: Sendable {
        let shop: ShopKey
        let body: ConnectionChanged
        /// Whether it was known, and not connected.
        let isBack: Bool
    }

    func load(
        _ messages: [Received<ConnectionChanged>], _ pipeline: inout Pipeline
    ) -> Loading<[ShopKey: ShopStore.Known]> {
        let shops = Set(messages.compactMap(\.shopKey)).sorted { ($0.tenant, $0.shop) < ($1.tenant, $1.shop) }
        return Loading(ShopStore.lock(shops, &pipeline))
    }

    func decide(
        _ message: Received<ConnectionChanged>, _ known: [ShopKey: ShopStore.Known]
    ) -> Decision<Change> {
        guard let shop = message.shopKey else { return .done() }
        guard message.body.version > known[shop]?.version ?? 0 else { return .done() }
        let isBack = message.body.state == .connected && known[shop]?.isConnected == false
        return .done(
            [Change(shop: shop, body: message.body, isBack: isBack)],
            events: isBack ? [Draft(StockRulesChanged())] : [])
    }

    func apply(_ change: Change, to known: inout [ShopKey: ShopStore.Known]) {
        known[change.shop] = .init(version: change.body.version, isConnected: change.body.state == .connected)
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let newest = Dictionary(changes.map { ($0.shop, $0.body) }) { $1 }
        let rows = newest.map { (key: $0.key, body: $0.value) }
            .sorted { ($0.key.tenant, $0.key.shop) < ($1.key.tenant, $1.key.shop) }
        ShopStore.save(rows, &pipeline)
        let back = Set(changes.filter(\.isBack).map(\.shop))
        if !back.isEmpty { ShopStore.forgetTold(Array(back), &pipeline) }
    }
}

extension Received<ConnectionChanged> {
    /// The shop that the message speaks of; nil without a tenant, which a lane does not let through.
    var shopKey: ShopKey? { metadata.tenant.map { ShopKey(tenant: $0, shop: body.shop) } }
}
