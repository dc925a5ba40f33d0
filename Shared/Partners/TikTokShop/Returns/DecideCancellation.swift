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

/// Refuses a buyer's wish to cancel. The key makes a repeat harmless: use one per decision.
public struct RejectCancellation: TikTokShopCall {
    /// Nothing worth reading.
    public typealias Reply = Nothing
    /// "Reject Cancellation".
    public static let endpoint = Endpoint.rejectCancellation

    /// Which wish.
    public let cancelID: String
    /// The key of a reason that the channel offers for this wish just now.
    public let reason: String
    /// What the buyer reads.
    public let comment: String?
    /// At most 255 characters.
    public let idempotencyKey: String

    /// A decision.
    public init(cancelID: String, reason: String, comment: String? = nil, idempotencyKey: String) {
        self.cancelID = cancelID
        self.reason = reason
        self.comment = comment
        self.idempotencyKey = idempotencyKey
    }

    /// The wish stands in the path.
    public var pathArguments: [String] { [cancelID] }
    /// The key.
    public var query: [QueryItem] { [QueryItem("idempotency_key", idempotencyKey)] }
    /// Why.
    public var body: (any Encodable & Sendable)? { Body(reason: reason, comment: comment) }
    /// A key that is none, or no reason.
    public var problem: String? {
        reason.isEmpty ? "reject_reason: is empty" : IdempotencyKey.problem(idempotencyKey)
    }

    private struct Body: Encodable {
        let reason: String
        let comment: String?

        enum CodingKeys: String, CodingKey {
            case comment
            case reason = "reject_reason"
        }
    }
}

/// The rule for keys that make a repeat harmless.
enum IdempotencyKey {
    static func problem(_ key: String) -> String? {
        (1...255).contains(key.count) ? nil : "idempotency_key: from 1 to 255 characters"
    }
}
