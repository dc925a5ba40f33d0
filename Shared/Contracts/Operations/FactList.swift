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
        /// Accepted orders, of Ingestion: words `status`, `channelOrder`, `isOurs`, and `recipient`, which is `told`
        /// where it was; figures `version`, `pending`, `handedOver` (units of listings). Of Inventory: word `state`;
        /// figures `version`, `handedOver`.
        case orders
        /// Levels of Inventory that are not the sum of their moves, needs and holds, or that are missing although they
        /// have moves; none when all is well. Figures `onHand`, `reserved`, `held` as the level says; the same with
        /// `Moved`, as its moves come to; `reservedNeeded`, of its orders; `heldByHolds`; `listingsWrong`, of how many
        /// listings what is kept as reserved is not what their orders come to. Word `code`.
        case levels
        /// Shipments with a label, of Fulfillment; the key is the carrier partner's purchase. Words `shipment`,
        /// `order`.
        case labels
        /// Parcels that wait for others of ours to tell something, of Fulfillment; the key is the order. Word
        /// `waitsFor`: `stock` or `recipient`.
        case parcels
        /// Labels that the carrier partner says it has sold us, and not refunded; the key is the purchase. Words
        /// `shipment`; `owner`, how the shipment accounts for it: `kept`, `underWay`, `refunding`, `none`, `tooOld`
        /// (none, and from before what is reconciled), `unknownShipment`; `order`, where the shipment is known.
        case purchases
        /// What each listing may show in each warehouse, of Inventory; the key is shop, channel SKU and warehouse.
        /// Figures `limit`, `own`, `shipConfirmed`.
        case offers
        /// Listings that Inventory knows, whatever is known of them, of those that are asked for by name; the key is
        /// shop and channel SKU.
        case listings
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
    /// Of orders: those that are open and those that changed since then, as each service sees it. More may come: a
    /// service that cannot narrow them down tells all, and says in ``FactPage/since`` whether it has. Nil: all.
    public var changedSince: Instant?
    /// Of orders and listings: these alone, each as `<tenant>/<key>`; at most 1000. Nil: all.
    public var only: [String]?

    /// Asks.
    public init(
        _ subject: Subject, after: String? = nil, limit: Int? = nil, changedSince: Instant? = nil,
        only: [String]? = nil
    ) {
        self.subject = subject
        self.after = after
        self.limit = limit
        self.changedSince = changedSince
        self.only = only
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
    /// What should be on this page and could not be read; nil: nothing.
    public var missed: [MissedFacts]?

    /// Puts the page together.
    public init(
        facts: [KnownFact], next: String?, compared: Int? = nil, since: Instant? = nil, missed: [MissedFacts]? = nil
    ) {
        self.facts = facts
        self.next = next
        self.compared = compared
        self.since = since
        self.missed = missed
    }
}

/// Facts of one thing that could not be read, while those of others could.
public struct MissedFacts: Codable, Sendable, Hashable {
    /// The brand whose facts they are.
    public var tenant: TenantID
    /// What they are about, such as a shop's id.
    public var subject: String
    /// Why, in some words.
    public var reason: String

    /// Names it.
    public init(tenant: TenantID, subject: String, reason: String) {
        self.tenant = tenant
        self.subject = subject
        self.reason = reason
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
