/// Grants a buyer's wish to cancel. The key makes a repeat harmless: use one per decision.
public struct ApproveCancellation: TikTokShopCall {
    /// Nothing worth reading.
    public typealias Reply = Nothing
    /// "Approve Cancellation".
    public static let endpoint = Endpoint.approveCancellation

    /// Which wish.
    public let cancelID: String
    /// At most 255 characters.
    public let idempotencyKey: String

    /// A decision.
    public init(cancelID: String, idempotencyKey: String) {
        self.cancelID = cancelID
        self.idempotencyKey = idempotencyKey
    }

    /// The wish stands in the path.
    public var pathArguments: [String] { [cancelID] }
    /// The key.
    public var query: [QueryItem] { [QueryItem("idempotency_key", idempotencyKey)] }
    /// Empty, but sent: `{}`.
    public var body: (any Encodable & Sendable)? { [String: String]() }
    /// A key that is none.
    public var problem: String? { IdempotencyKey.problem(idempotencyKey) }
}

/// The rule for keys that make a repeat harmless.
enum IdempotencyKey {
    static func problem(_ key: String) -> String? {
        (1...255).contains(key.count) ? nil : "idempotency_key: from 1 to 255 characters"
    }
}
