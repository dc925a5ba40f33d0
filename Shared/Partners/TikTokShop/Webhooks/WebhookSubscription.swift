public import Outbound

/// Where the channel sends one kind of webhook of a shop.
public struct WebhookSubscription: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "webhooks"

    /// The kind.
    @Loose public var topic: WebhookTopic?
    /// Where they go.
    @Loose public var address: String?
    /// When it was set.
    @Loose public var createTime: UnixSeconds?
    /// When it last changed.
    @Loose public var updateTime: UnixSeconds?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case address
        case topic = "event_type"
        case createTime = "create_time"
        case updateTime = "update_time"
    }
}
