/// Request: the facts of one sort that a service can be compared by, a page at a time.
///
/// Asked of the service that has them; refused as `notFound` elsewhere.
public struct FactList: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.fact.list.v1"
    /// A page.
    public typealias Reply = FactPage

    /// What facts are about.
    public enum Subject: String, Codable, Sendable, CaseIterable {
        /// Brands, of Accounts. Words: `name`.
        case tenants
        /// Accepted orders, of Ingestion: words `status`, `channelOrder`, `isOurs`; figures `version`, `pending`,
        /// `handedOver` (units of listings). Of Inventory: word `state`; figures `version`, `handedOver`, `past`.
        case orders
        /// Levels of Inventory that are not the sum of their moves, needs and holds; none when all is well. Figures
        /// `onHand`, `reserved`, `held` as the level says; the same with `Moved`, as its moves come to;
        /// `reservedNeeded`, of its orders; `heldByHolds`. Word `code`.
        case levels
        /// Shipments with a label, of Fulfillment; the key is the carrier partner's purchase. Words `shipment`,
        /// `order`.
        case labels
        /// Labels that the carrier partner says it has sold us, and not refunded; the key is the purchase. Words
        /// `shipment`.
        case purchases
        /// What each listing may show in each warehouse, of Inventory; the key is shop, channel SKU and warehouse.
        /// Figures `limit`, `own`.
        case offers
        /// What the channel shows of each listing in each warehouse, of Ingestion, read from the channel at this
        /// moment; the same keys. Figures `available`, `committed`.
        case channelStock
    }

    /// What they are about.
    public var subject: Subject
    /// ``FactPage/next`` of the page before.
    public var after: String?
    /// How many; 1 to 1000, by default 500.
    public var limit: Int?

    /// Asks.
    public init(_ subject: Subject, after: String? = nil, limit: Int? = nil) {
        self.subject = subject
        self.after = after
        self.limit = limit
    }
}

/// Some facts, in the order of tenant and key.
public struct FactPage: Codable, Sendable, Hashable {
    /// The facts of this page.
    public var facts: [KnownFact]
    /// Where the next page begins; nil at the end.
    public var next: String?
    /// How many things were looked at, where only those that are wrong are listed; told by the first page.
    public var compared: Int?
    /// Where older facts were left unread: how far back it goes; told by the last page. Nil: all of them were read.
    public var since: Instant?

    /// Puts the page together.
    public init(facts: [KnownFact], next: String?, compared: Int? = nil, since: Instant? = nil) {
        self.facts = facts
        self.next = next
        self.compared = compared
        self.since = since
    }
}

/// What a service holds to be true of one thing.
public struct KnownFact: Codable, Sendable, Hashable {
    /// The brand that it is about.
    public var tenant: TenantID
    /// Of what: an order's id, for example.
    public var key: String
    /// Counts by the name of what is counted.
    public var figures: [String: Int]
    /// Words by the name of what they tell.
    public var words: [String: String]
    /// Since when it is so, as far as the service knows.
    public var at: Instant?

    /// Puts the record together.
    public init(
        tenant: TenantID, key: String, figures: [String: Int] = [:], words: [String: String] = [:], at: Instant? = nil
    ) {
        self.tenant = tenant
        self.key = key
        self.figures = figures
        self.words = words
        self.at = at
    }
}
