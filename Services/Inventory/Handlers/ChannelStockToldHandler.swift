import Contracts
import CoreMetrics
import Messaging
import Postgres

/// Notes what a channel has answered, and measures how long it took from the change to the channel. What the channel
/// did not take counts as not told: the next change tells it again.
struct ChannelStockToldHandler: Handler {
    /// One answer.
    struct Change: Sendable {
        let product: Offers.ProductKey
        let body: ChannelStockTold
    }

    private let latency = Timer(label: "inventory.push.duration")

    func load(_ messages: [Received<ChannelStockTold>], _ pipeline: inout Pipeline) -> Loading<Void> {
        Loading {}
    }

    func decide(_ message: Received<ChannelStockTold>, _ view: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let shop = ShopKey(tenant: tenant, shop: message.body.shop)
        return .done([
            Change(product: .init(shop: shop, channelProduct: message.body.channelProduct), body: message.body)
        ])
    }

    func apply(_ change: Change, to view: inout Void) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let newest = Dictionary(changes.map { ($0.product, $0.body) }) { $0.sequence > $1.sequence ? $0 : $1 }
        pipeline.run(
            """
            UPDATE pushes p SET told_sequence = new.sequence, told_at = new.at,
                limits = CASE WHEN new.is_refused AND p.sequence = new.sequence THEN '' ELSE p.limits END
            FROM unnest(\(newest.map(\.key.shop.tenant.uuid)), \(newest.map(\.key.shop.shop.uuid)),
                \(newest.map(\.key.channelProduct)), \(newest.map(\.value.sequence)),
                \(newest.map(\.value.toldAt.date)), \(newest.map(\.value.isRefused)))
                AS new (tenant, shop, product, sequence, at, is_refused)
            WHERE (p.tenant_id, p.shop_id, p.channel_product) = (new.tenant, new.shop, new.product)
                AND new.sequence > p.told_sequence
            """)
    }

    func saved(_ changes: [Change]) {
        for change in changes {
            let milliseconds = change.body.toldAt.milliseconds - change.body.changedAt.milliseconds
            latency.recordMilliseconds(max(0, milliseconds))
        }
    }
}

extension ChannelStockTold {
    /// Whether the channel did not take something.
    var isRefused: Bool { levels.contains { $0.refusal != nil } }
}
