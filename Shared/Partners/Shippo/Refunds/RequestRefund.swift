public import Outbound

/// Gives a label back. The label must not be used afterwards.
public struct RequestRefund: ShippoCall {
    /// Where giving back stands.
    public typealias Reply = Refund
    /// Makes something.
    public static let method = HTTPMethod.post
    /// Among the writes.
    public static let budget = ShippoBudget.write

    /// Which purchase.
    public let transactionID: String

    /// A label to be given back.
    public init(transactionID: String) {
        self.transactionID = transactionID
    }

    /// Refunds.
    public var path: String { "/refunds" }
    /// The purchase.
    public var body: (any Encodable & Sendable)? { Body(transactionID: transactionID) }
    /// Without a purchase.
    public var problem: String? { transactionID.isEmpty ? "transaction: is empty" : nil }

    private struct Body: Encodable {
        let transactionID: String
        let isAsync = false

        enum CodingKeys: String, CodingKey {
            case transactionID = "transaction"
            case isAsync = "async"
        }
    }
}
