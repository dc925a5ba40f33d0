/// Request: what are this service's open failures, grouped by lane, message and cause? The largest group first, at most
/// 200.
///
/// Asked of each service.
public struct FailureGroupList: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.failure.group.v1"
    /// The largest first.
    public typealias Reply = [FailureGroup]

    /// Only of this brand.
    public var tenant: TenantID?
    /// Only of this queue.
    public var lane: String?
    /// Only with this constant sentence.
    public var cause: String?

    /// The most groups of one answer; where so many come there may be more.
    public static let most = 200

    /// Asks.
    public init(tenant: TenantID? = nil, lane: String? = nil, cause: String? = nil) {
        self.tenant = tenant
        self.lane = lane
        self.cause = cause
    }
}

/// Open failures of one lane that have the same cause.
public struct FailureGroup: Codable, Sendable, Hashable {
    /// The queue whose handler failed.
    public var lane: String
    /// The message's wire name.
    public var type: String
    /// The constant sentence.
    public var cause: String
    /// How many messages are in it.
    public var count: Int
    /// Of how many brands.
    public var tenants: Int
    /// When the first of them failed first.
    public var firstAt: Instant
    /// When the last of them failed last.
    public var lastAt: Instant

    /// Puts the record together.
    public init(
        lane: String, type: String, cause: String, count: Int, tenants: Int, firstAt: Instant, lastAt: Instant
    ) {
        self.lane = lane
        self.type = type
        self.cause = cause
        self.count = count
        self.tenants = tenants
        self.firstAt = firstAt
        self.lastAt = lastAt
    }
}
