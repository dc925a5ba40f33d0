/// How often, how long and how many at a time.
public struct WorkLimits: Sendable, Hashable {
    /// After so many attempts that failed, a piece of work is kept as a failure for people. Scheduled work goes on, and
    /// a partner that does not answer is waited for.
    public var attempts: Int
    /// The pauses between attempts.
    public var backoff: WorkBackoff
    /// How long one attempt may take; then its task is cancelled.
    public var deadline: Duration
    /// How many keys of one shop one attempt may take together; as many as the partner's call accepts.
    public var bundle: Int
    /// How many attempts may run at a time per shop and endpoint class.
    public var parallel: Int
    /// Whether the call bears a repeat. False for one that works once only and whose answer is lost with its result,
    /// such as the exchange of a refresh token: then nobody else takes the job over before its deadline and twenty
    /// seconds more are through, and its result is kept until the database takes it, or the service ends.
    public var isRepeatable: Bool

    /// One piece at a time, half a minute each, ten attempts.
    public init(
        attempts: Int = 10, backoff: WorkBackoff = WorkBackoff(), deadline: Duration = .seconds(30), bundle: Int = 1,
        parallel: Int = 1, isRepeatable: Bool = true
    ) {
        precondition(attempts > 0 && bundle > 0 && parallel > 0 && deadline > .zero, "work needs room to be done")
        self.attempts = attempts
        self.backoff = backoff
        self.deadline = deadline
        self.bundle = bundle
        self.parallel = parallel
        self.isRepeatable = isRepeatable
    }

    /// What is left of a lease when the deadline has come: for the partner's answer to be given up and the result to be
    /// committed.
    static let grace = Duration.seconds(20)

    /// How long a job may take in all, the commit of its result included.
    var patience: Duration { deadline + Self.grace }

    /// How long a worker may be silent before others take its jobs over. A job may take much longer: while it goes on,
    /// its worker says so every ``sign``. So what a dead worker leaves behind waits for seconds, not for its deadline.
    static let silence = Duration.seconds(15)
    /// How long a lease lasts without a sign. For a call that cannot be repeated so long that it is not given to
    /// another worker only because its own lost the database: the answer that is still to be saved would be lost.
    var lease: Duration { isRepeatable ? Self.silence : patience }
    /// How often a worker says that it lives: two signs may be missed.
    static let sign = Duration.seconds(5)
}

/// Pauses between attempts: doubled each time, with jitter, so that what failed together does not return together.
public struct WorkBackoff: Sendable, Hashable {
    /// The pause after the first attempt.
    public var first: Duration
    /// The longest pause.
    public var longest: Duration

    /// One second, doubled up to a minute, as TikTok Shop advises.
    public init(first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.first = first
        self.longest = longest
    }

    /// The pause after attempt number `attempt` (from 1), with up to half of jitter.
    func pause(after attempt: Int, jitter: Double = .random(in: 0...0.5)) -> Duration {
        let doubled = first * Double(1 << min(max(attempt - 1, 0), 20))
        return min(doubled, longest) * (1 + jitter)
    }
}
