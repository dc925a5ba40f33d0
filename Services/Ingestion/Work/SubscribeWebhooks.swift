import Contracts
import Messaging
import TikTokShop

/// Has the channel send a shop's webhooks to us, where an address is set; else they go to the app's own address.
struct SubscribeWebhooks: WorkKind {
    static let name = "webhooks.subscribe"
    static let endpoint = Budgets.events
    static let limits = WorkLimits(deadline: .seconds(90))

    let desk: ChannelDesk

    /// Wants a shop's subscriptions put right, now and once a day.
    static func item(_ shop: Connection) -> WorkItem {
        WorkItem(
            SubscribeWebhooks.self, tenant: shop.tenant, key: shop.shop.description, shop: shop.shop,
            every: .seconds(86_400))
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let address = desk.settings.webhookAddress else { return .done() }
        return try await desk.attend(job, purpose: Self.name, closed: .ended(Self.self, job)) { shop in
            let known = try await desk.channel.send(ListWebhooks(), as: shop.access).items
            for topic in WebhookTopic.operations
            where !known.contains(where: { $0.topic == topic && $0.address == address }) {
                try await job.nextToken()
                _ = try await desk.channel.send(SubscribeWebhook(topic: topic, address: address), as: shop.access)
            }
            return .done()
        }
    }
}
