import Contracts
public import Postgres

/// One queue with the handlers of its messages.
public struct Lane: Sendable {
    /// The queue, `<service>.<lane>`; also the name of the lane in the inbox.
    public var queue: String
    /// What is understood here, in the order in which rows are locked.
    public var subscriptions: [Subscription] { didSet { hearing = Hearing(subscriptions) } }
    /// The most messages of one transaction. A batch takes what has arrived and waits for nothing.
    public var batch: Int
    /// The most messages that the broker leaves unacknowledged with us: two batches, one in work and one at hand.
    public var prefetch: Int { 2 * batch }
    /// The largest body, in bytes, that is kept whole; the door sees the beginning of a larger one, and its size.
    public var largestBody: Int
    /// Reads the envelopes.
    public var door: Door
    /// Headers of others that effects of a message carry on.
    public var carries: [String]
    /// Whether a message without a tenant is a failure; so everywhere but at the raw webhook.
    public var needsTenant: Bool
    /// How often and how long messages are deferred.
    public var patience: Patience
    /// Of a message without a tenant: a scalar subquery that finds the tenant of the broker user `sender`, so that its
    /// failures have an owner who may see them.
    public var tenantOfUser: SQL
    private(set) var hearing: Hearing

    /// A queue with the handlers of its messages.
    public init(
        _ queue: String, batch: Int = 200, largestBody: Int = 16 << 20, door: Door = .house, carries: [String] = [],
        needsTenant: Bool = true,
        patience: Patience = Patience(), tenantOfUser: SQL = "NULL::uuid", _ subscriptions: [Subscription]
    ) {
        self.queue = queue
        self.subscriptions = subscriptions
        self.batch = batch
        self.largestBody = largestBody
        self.door = door
        self.carries = carries
        self.needsTenant = needsTenant
        self.patience = patience
        self.tenantOfUser = tenantOfUser
        hearing = Hearing(subscriptions)
    }

    /// Whether a handler here understands messages of the name.
    func knows(_ name: MessageName) -> Bool { subscription(of: name) != nil }

    /// The handler that understands messages of the name.
    func subscription(of name: MessageName) -> Subscription? { subscriptions.first { $0.names.contains(name) } }
}

/// How long a lane goes on trying.
public struct Patience: Sendable, Hashable {
    /// The pause before the first repeat; doubled for each further one.
    public var first: Duration
    /// The longest pause.
    public var longest: Duration
    /// After so many tries a message becomes a failure.
    public var attempts: Int
    /// How long a name or version that nobody here knows is deferred: a newer instance may share the queue.
    public var unknown: Duration

    /// How long a lane goes on trying.
    public init(
        first: Duration = .seconds(1), longest: Duration = .seconds(600), attempts: Int = 12,
        unknown: Duration = .seconds(3600)
    ) {
        self.first = first
        self.longest = longest
        self.attempts = attempts
        self.unknown = unknown
    }

    /// The pause before try number `attempt` (from 1), with up to a quarter of jitter so that messages do not return
    /// all at once.
    func pause(before attempt: Int, jitter: Double = .random(in: 0...0.25)) -> Duration {
        let doubled = first * Double(1 << min(max(attempt - 1, 0), 20))
        return min(doubled, longest) * (1 + jitter)
    }

    /// The pause of what has waited for so long already and was not tried: as long again.
    func pause(atAge age: Duration, jitter: Double = .random(in: 0...0.25)) -> Duration {
        min(max(age, first), longest) * (1 + jitter)
    }
}
