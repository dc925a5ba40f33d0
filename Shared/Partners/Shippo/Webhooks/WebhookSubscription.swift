public import Outbound

/// Where Shippo sends one kind of webhook.
public struct WebhookSubscription: Codable, Sendable, Hashable {
    /// The id, to end it.
    @Loose public var id: String?
    /// The kind.
    @Loose public var event: WebhookKind?
    /// Where they go; carries the token by which they are known (``WebhookToken``), so it is a secret.
    @Loose public var url: String?
    /// About test labels.
    @Loose public var isTest: Bool?
    /// Whether any are sent.
    @Loose public var isActive: Bool?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case event, url
        case id = "object_id"
        case isTest = "is_test"
        case isActive = "active"
    }
}
