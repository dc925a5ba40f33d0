/// Which failures are meant; what is nil does not narrow.
public struct FailureChoice: Codable, Sendable, Hashable {
    /// Only of this brand.
    public var tenant: TenantID?
    /// Only of this queue.
    public var lane: String?
    /// Only with this constant sentence.
    public var cause: String?
    /// Only this message.
    public var message: MessageID?

    /// Which failures are meant.
    public init(tenant: TenantID? = nil, lane: String? = nil, cause: String? = nil, message: MessageID? = nil) {
        self.tenant = tenant
        self.lane = lane
        self.cause = cause
        self.message = message
    }

    /// Whether it means all failures of the service.
    public var isEverything: Bool { tenant == nil && lane == nil && cause == nil && message == nil }
}
