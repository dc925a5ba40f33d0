/// How one endpoint of a partner was called in the last hour by the instance that answers, under which version, and
/// whether that version is going to end.
public struct PartnerCalls: Codable, Sendable, Hashable {
    /// The partner, such as `tiktokshop`.
    public var partner: String
    /// The endpoint, as the partner titles it.
    public var endpoint: String
    /// The version that is pinned.
    public var version: String
    /// Calls that were not cancelled by us.
    public var calls: Int
    /// Those without an answer, or with none that makes sense.
    public var failed: Int
    /// Those that were too many.
    public var throttled: Int
    /// 95 of 100 calls took no longer, rounded up to one of a dozen spans; nil without calls.
    public var slowest95Milliseconds: Int?
    /// What the partner's answers say of the version's end; nil: nothing.
    public var notice: Notice?

    /// That a version is going to end.
    public struct Notice: Codable, Sendable, Hashable {
        /// Since when it should not be used.
        public var deprecatedAt: Instant?
        /// When it stops to answer.
        public var endsAt: Instant?
        /// Where to read about it.
        public var link: String?
        /// When an answer said so last.
        public var heardAt: Instant?

        /// That a version is going to end.
        public init(deprecatedAt: Instant?, endsAt: Instant?, link: String?, heardAt: Instant?) {
            self.deprecatedAt = deprecatedAt
            self.endsAt = endsAt
            self.link = link
            self.heardAt = heardAt
        }
    }

    /// Puts the record together.
    public init(
        partner: String, endpoint: String, version: String, calls: Int, failed: Int, throttled: Int,
        slowest95Milliseconds: Int?, notice: Notice?
    ) {
        self.partner = partner
        self.endpoint = endpoint
        self.version = version
        self.calls = calls
        self.failed = failed
        self.throttled = throttled
        self.slowest95Milliseconds = slowest95Milliseconds
        self.notice = notice
    }
}
