public import Foundation

/// A UUID that knows what it names, so that an order's id cannot be passed where a shop's is asked for.
public struct Identifier<Named>: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// The plain UUID, for the wire and the database.
    public let uuid: UUID

    /// Names an existing thing.
    public init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Names an existing thing from its text form; nil when the text is no UUID.
    public init?(_ text: String) {
        guard let uuid = UUID(text: text) else { return nil }
        self.uuid = uuid
    }

    /// Mints a new, time-ordered id.
    public static func mint(at instant: Date = Date()) -> Self {
        Self(UUID.v7(at: instant))
    }

    /// Decodes from a plain UUID string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let uuid = UUID(text: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
        }
        self.uuid = uuid
    }

    /// Encodes as a plain UUID string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(uuid.text)
    }

    /// Byte order, which for time-ordered ids is the order of their minting.
    public static func < (left: Self, right: Self) -> Bool {
        left.uuid < right.uuid
    }

    /// The lower-case text form, as PostgreSQL prints it.
    public var description: String { uuid.text }
}

/// A brand; an agency is a tenant too, one that holds brands.
public typealias TenantID = Identifier<Tenant>
/// What a ``TenantID`` names.
public enum Tenant {}

extension TenantID {
    /// The platform itself, for messages that are about no brand: every message has a tenant. It holds no rows.
    public static let platform = TenantID(UUID(high: 0x7000, low: 0x8000_0000_0000_0000))
}

/// A connected shop on a sales channel.
public typealias ShopID = Identifier<Shop>
/// What a ``ShopID`` names.
public enum Shop {}

/// A creator's account on a sales channel, connected by its owner.
public typealias CreatorID = Identifier<Creator>
/// What a ``CreatorID`` names.
public enum Creator {}

/// A shop or a creator's account of a person whose income is scored: the ``ShopID`` or ``CreatorID`` of its connection.
public typealias AccountID = Identifier<ScoredAccount>
/// What an ``AccountID`` names.
public enum ScoredAccount {}

/// An order, minted by Ingestion at first sight.
public typealias OrderID = Identifier<Order>
/// What an ``OrderID`` names.
public enum Order {}

/// One of the tenant's own stock keeping units.
public typealias SKUID = Identifier<SKU>
/// What a ``SKUID`` names.
public enum SKU {}

/// A place where stock lies.
public typealias LocationID = Identifier<Location>
/// What a ``LocationID`` names.
public enum Location {}

/// One parcel on its way to a buyer.
public typealias ShipmentID = Identifier<Shipment>
/// What a ``ShipmentID`` names.
public enum Shipment {}

/// A line of the ledger of stock.
public typealias MoveID = Identifier<StockMove>
/// What a ``MoveID`` names.
public enum StockMove {}

/// Units that were set aside by people.
public typealias HoldID = Identifier<HeldStock>
/// What a ``HoldID`` names.
public enum HeldStock {}

/// A message, by the id in its envelope.
public typealias MessageID = Identifier<SentMessage>
/// What a ``MessageID`` names.
public enum SentMessage {}
