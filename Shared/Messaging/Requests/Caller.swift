public import Contracts

/// Who asks, as the gateway has established it. Carried in headers, which only our own services may write.
public struct Caller: Sendable, Hashable {
    /// The brands that the caller may see: one, or an agency's several.
    public var tenants: [TenantID]
    /// The prefix of the key that was shown, for the log of actions.
    public var actor: String
    /// The broker user who sent the request, as far as the broker vouches for it; nil: anybody.
    public internal(set) var user: String?

    /// Whether an operator of the platform asks.
    public var isOperator: Bool { user == Topology.operatorUser }

    /// Who asks.
    public init(tenants: [TenantID], actor: String) {
        self.tenants = tenants
        self.actor = actor
    }

    /// The value of `app.tenants`, by which row level security lets rows be seen.
    public var setting: String {
        "{" + tenants.map(\.description).joined(separator: ",") + "}"
    }
}

/// The headers of requests and their answers.
enum RequestHeader {
    static let tenants = "shop_tenants"
    static let actor = "shop_actor"
    /// Unix milliseconds after which nobody waits for the answer.
    static let deadline = "shop_deadline"
    static let idempotencyKey = "shop_idempotency_key"
    /// On an answer: `reply` or `refusal`.
    static let outcome = "shop_outcome"
    /// On an answer: when it was given, by the service's clock; Unix milliseconds.
    static let time = "shop_time"
}
