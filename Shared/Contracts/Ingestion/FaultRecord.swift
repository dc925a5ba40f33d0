/// Something that a channel told and that could not become one of our records. It goes when the same thing can be read.
public struct FaultRecord: Codable, Sendable, Hashable {
    /// The tenant whose shop it is.
    public var tenant: TenantID
    /// The shop that it was read of.
    public var shop: ShopID
    /// What sort of thing was read.
    public var subject: Subject
    /// The channel's id of it; empty where it has none.
    public var key: String
    /// The path of the field, such as `line_items[2].original_price`.
    public var field: String
    /// A clause that goes behind the field, such as `is negative`. It never holds the value, which may be a person's.
    public var problem: String
    /// How often it was read so.
    public var seen: Int
    /// When it was read so first.
    public var firstAt: Instant
    /// When it was read so last.
    public var lastAt: Instant

    /// What was read.
    public enum Subject: String, Codable, Sendable, CaseIterable {
        /// An order of the shop.
        case order
        /// A cancellation or a return.
        case `return`
        /// A product of the catalogue.
        case product
        /// A warehouse of the seller's.
        case warehouse
    }

    /// Puts the record together.
    public init(
        tenant: TenantID, shop: ShopID, subject: Subject, key: String, field: String, problem: String, seen: Int,
        firstAt: Instant, lastAt: Instant
    ) {
        self.tenant = tenant
        self.shop = shop
        self.subject = subject
        self.key = key
        self.field = field
        self.problem = problem
        self.seen = seen
        self.firstAt = firstAt
        self.lastAt = lastAt
    }
}
