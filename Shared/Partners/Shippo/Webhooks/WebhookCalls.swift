public import Outbound

/// Has Shippo send one kind of webhook to an address.
public struct CreateWebhook: ShippoCall {
    /// The subscription.
    public typealias Reply = WebhookSubscription
    /// Makes something; a repeat makes a second subscription: list first.
    public static let method = HTTPMethod.post
    /// Among the writes.
    public static let budget = ShippoBudget.write

    /// The kind.
    public let event: WebhookKind
    /// Under 200 characters.
    public let url: String
    /// About test labels.
    public let isTest: Bool

    /// A subscription.
    public init(event: WebhookKind, url: String, isTest: Bool) {
        self.event = event
        self.url = url
        self.isTest = isTest
    }

    /// Webhooks.
    public var path: String { "/webhooks" }
    /// Kind and address.
    public var body: (any Encodable & Sendable)? { Body(event: event.rawValue, url: url, isTest: isTest) }
    /// An address that is none or too long.
    public var problem: String? { (1..<200).contains(url.count) ? nil : "url: from 1 to 199 characters" }

    private struct Body: Encodable {
        let event: String
        let url: String
        let isTest: Bool
        let isActive = true

        enum CodingKeys: String, CodingKey {
            case event, url
            case isTest = "is_test"
            case isActive = "active"
        }
    }
}

/// The account's subscriptions.
public struct ListWebhooks: ShippoCall {
    /// A page of subscriptions; accounts have few.
    public typealias Reply = ShippoPage<WebhookSubscription>
    /// Reads.
    public static let method = HTTPMethod.get
    /// Among the lists, of which few are allowed.
    public static let budget = ShippoBudget.list

    /// All of them.
    public init() {}

    /// Webhooks.
    public var path: String { "/webhooks" }
}

/// Ends a subscription.
public struct DeleteWebhook: ShippoCall {
    /// Empty: 204.
    public typealias Reply = Nothing
    /// Unmakes something; a repeat finds nothing.
    public static let method = HTTPMethod.delete
    /// Among the writes.
    public static let budget = ShippoBudget.write

    /// Which subscription.
    public let id: String

    /// The end of a subscription.
    public init(id: String) {
        self.id = id
    }

    /// The subscription.
    public var path: String { "/webhooks/\(PercentEncoding.encode(id))" }
    /// Without an id.
    public var problem: String? { id.isEmpty ? "id: is empty" : nil }
}
