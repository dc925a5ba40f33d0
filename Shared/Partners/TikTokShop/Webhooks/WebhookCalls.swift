/// Sends one kind of webhook of a shop to an address. One address per kind and shop: calling again replaces it.
public struct SubscribeWebhook: TikTokShopCall {
    /// Nothing worth reading.
    public typealias Reply = Nothing
    /// "Update Shop Webhook".
    public static let endpoint = Endpoint.subscribeWebhook

    /// The kind.
    public let topic: WebhookTopic
    /// `https`, a name and not a number, no port, at most 255 characters.
    public let address: String

    /// A subscription.
    public init(topic: WebhookTopic, address: String) {
        self.topic = topic
        self.address = address
    }

    /// Kind and address.
    public var body: (any Encodable & Sendable)? {
        ["event_type": topic.rawValue, "address": address]
    }

    /// An address that the channel refuses for its length. Its other rules hold for the real channel alone.
    public var problem: String? {
        (1...255).contains(address.utf8.count) ? nil : "address: from 1 to 255 characters"
    }
}

/// The subscriptions of a shop.
public struct ListWebhooks: TikTokShopCall {
    /// The subscriptions; no further pages exist.
    public typealias Reply = Page<WebhookSubscription>
    /// "Get Shop Webhooks".
    public static let endpoint = Endpoint.listWebhooks

    /// All of them.
    public init() {}
}

/// Ends one kind of webhook of a shop.
public struct DeleteWebhook: TikTokShopCall {
    /// Nothing worth reading.
    public typealias Reply = Nothing
    /// "Delete Shop Webhook".
    public static let endpoint = Endpoint.deleteWebhook

    /// The kind.
    public let topic: WebhookTopic

    /// The end of a subscription.
    public init(topic: WebhookTopic) {
        self.topic = topic
    }

    /// The kind.
    public var body: (any Encodable & Sendable)? { ["event_type": topic.rawValue] }
}
