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

/// Reads again where giving back stands.
public struct GetRefund: ShippoCall {
    /// Where it stands.
    public typealias Reply = Refund
    /// Reads.
    public static let method = HTTPMethod.get
    /// Among the reads.
    public static let budget = ShippoBudget.read

    /// Which refund.
    public let id: String

    /// A refund.
    public init(id: String) {
        self.id = id
    }

    /// The refund.
    public var path: String { "/refunds/\(PercentEncoding.encode(id))" }
    /// Without an id.
    public var problem: String? { id.isEmpty ? "id: is empty" : nil }
}

/// The account's refunds: finds one again whose request had an unknown outcome.
public struct ListRefunds: ShippoCall {
    /// A page of refunds.
    public typealias Reply = ShippoPage<Refund>
    /// Reads.
    public static let method = HTTPMethod.get
    /// Among the lists, of which few are allowed.
    public static let budget = ShippoBudget.list

    /// From 1.
    public let page: Int

    /// A page of refunds.
    public init(page: Int = 1) {
        self.page = max(1, page)
    }

    /// Shippo wants the slash at the end here and nowhere else.
    public var path: String { "/refunds/" }
    /// Which page.
    public var query: [(name: String, value: String)] { [("page", String(page)), ("results", "100")] }

    /// The call for the page after this one; nil on the last.
    public func following(_ reply: Reply) -> ListRefunds? {
        reply.hasNext ? ListRefunds(page: page + 1) : nil
    }
}
