/// Which pieces of work are meant; what is nil does not narrow.
public struct WorkChoice: Codable, Sendable, Hashable {
    /// Where a piece of work is on its way.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Not due yet.
        case waiting
        /// Due.
        case ready
        /// In a worker's hands.
        case leased
        /// Given up; it waits for people.
        case failed
    }

    /// Of this brand.
    public var tenant: TenantID?
    /// Of this kind, such as `label.buy`.
    public var kind: String?
    /// With this key.
    public var key: String?
    /// In this state.
    public var state: State?
    /// For this reason.
    public var reason: String?

    /// Which pieces of work are meant.
    public init(
        tenant: TenantID? = nil, kind: String? = nil, key: String? = nil, state: State? = nil, reason: String? = nil
    ) {
        self.tenant = tenant
        self.kind = kind
        self.key = key
        self.state = state
        self.reason = reason
    }
}
