/// A datum of an account that a score was made of, without its value: what was there, and what was missing.
public struct CreditDatum: Codable, Sendable, Hashable {
    /// Our id of the shop or the creator account; for a lender a name instead that is the same as long as the consent.
    public var account: String
    /// The datum, such as `returns`; a dispute names it so.
    public var name: String
    /// Whether it was worked out instead of read; nil when it is missing.
    public var isEstimated: Bool?
    /// When it was read; nil when it is missing.
    public var readAt: Instant?
    /// Of what goes on over time: from when on it is complete.
    public var since: Instant?
    /// Why it is missing: `notTold`, `notPermitted`, `notRead` or `disputed`.
    public var missing: String?
    /// Whether the person contests it; it counts until the dispute is accepted.
    public var isDisputed: Bool

    /// Puts the record together.
    public init(
        account: String, name: String, isEstimated: Bool? = nil, readAt: Instant? = nil, since: Instant? = nil,
        missing: String? = nil, isDisputed: Bool
    ) {
        self.account = account
        self.name = name
        self.isEstimated = isEstimated
        self.readAt = readAt
        self.since = since
        self.missing = missing
        self.isDisputed = isDisputed
    }
}
