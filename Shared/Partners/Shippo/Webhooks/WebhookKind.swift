public import Outbound

/// What a webhook is about.
public struct WebhookKind: OpenWord {
    /// Shippo's word.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A label was bought.
    public static let transactionCreated = WebhookKind(rawValue: "transaction_created")
    /// A label's purchase went on.
    public static let transactionUpdated = WebhookKind(rawValue: "transaction_updated")
    /// A parcel moved.
    public static let trackUpdated = WebhookKind(rawValue: "track_updated")
    /// Many labels were made ready.
    public static let batchCreated = WebhookKind(rawValue: "batch_created")
    /// Many labels were bought.
    public static let batchPurchased = WebhookKind(rawValue: "batch_purchased")
    /// In a subscription: every kind.
    public static let all = WebhookKind(rawValue: "all")
}
