public import Contracts
public import Foundation
import Postgres

/// One piece of work that is wanted.
public struct WorkItem: Sendable {
    /// The most bytes of a payload.
    public static let longestPayload = 16 * 1024
    /// The most bytes of a key.
    public static let longestKey = 500

    /// Its kind's name.
    public let kind: String
    /// The brand that it is for.
    public let tenant: TenantID
    /// Names it within its kind and tenant.
    public let key: String
    /// The shop that it calls for.
    public let shop: ShopID?
    let endpoint: String
    let payload: any Encodable & Sendable
    private(set) var pause: Duration
    private(set) var wantedBy: Date?
    let priority: Int16
    let every: Duration?
    let cause: Metadata?

    /// Wants something.
    ///
    /// - Parameters:
    ///   - shop: The shop that it calls for; its line and its budget.
    ///   - pause: Not before it has passed.
    /// - wantedBy: What is wanted earlier is done earlier, such as the time to ship by; else first come, first served.
    ///   - priority: Lower ones come first, before ``wantedBy`` counts.
    ///   - every: Done again and again, about so often, until it is cancelled.
    ///   - cause: The message that led to it; its journey goes on in what the work publishes.
    public init<Kind: WorkKind>(
        _ kind: Kind.Type, tenant: TenantID, key: String, shop: ShopID? = nil, payload: Kind.Payload,
        after pause: Duration = .zero, wantedBy: Date? = nil, priority: Int16 = 0, every: Duration? = nil,
        cause: Metadata? = nil
    ) {
        self.kind = Kind.name
        self.tenant = tenant
        self.key = key
        self.shop = shop
        endpoint = Kind.endpoint.name
        self.payload = payload
        self.pause = pause
        self.wantedBy = wantedBy
        self.priority = priority
        self.every = every
        self.cause = cause
    }

    /// Wants something of which the key says everything.
    public init<Kind: WorkKind>(
        _ kind: Kind.Type, tenant: TenantID, key: String, shop: ShopID? = nil, after pause: Duration = .zero,
        wantedBy: Date? = nil, priority: Int16 = 0, every: Duration? = nil, cause: Metadata? = nil
    ) where Kind.Payload == NoPayload {
        self.init(
            kind, tenant: tenant, key: key, shop: shop, payload: NoPayload(), after: pause, wantedBy: wantedBy,
            priority: priority, every: every, cause: cause)
    }

    /// The payload as it is kept; refuses what the tables are not made for.
    func encodedPayload() throws -> JSON {
        guard key.utf8.count <= Self.longestKey else { throw WorkError.keyTooLong(kind: kind, bytes: key.utf8.count) }
        let json = try JSON(encoding: payload)
        guard json.bytes.count <= Self.longestPayload else {
            throw WorkError.payloadTooLong(kind: kind, bytes: json.bytes.count)
        }
        return json
    }

    /// This item, but no later than another one.
    func pulled(to other: WorkItem) -> WorkItem {
        var copy = self
        copy.pause = min(pause, other.pause)
        if let mine = wantedBy, let theirs = other.wantedBy { copy.wantedBy = min(mine, theirs) }
        return copy
    }

    /// Names a row.
    struct Identity: Hashable {
        let tenant: TenantID
        let kind: String
        let key: String
    }

    var identity: Identity { Identity(tenant: tenant, kind: kind, key: key) }
}

/// Why work cannot be wanted or done.
public enum WorkError: Error, Sendable, Hashable {
    /// A key of this kind exceeds ``WorkItem/longestKey``.
    case keyTooLong(kind: String, bytes: Int)
    /// The payload of this kind exceeds ``WorkItem/longestPayload``.
    case payloadTooLong(kind: String, bytes: Int)
    /// Another worker has taken the job over; nothing of ours was saved.
    case leaseLost
    /// No token came within the job's deadline.
    case budgetExhausted(endpoint: String)
    /// Two kinds, or two different endpoint classes, of one worker have this name.
    case nameTwice(String)
}
