/// An error that says what it means for the partner's budget and breaker. A client's error conforms, so that a kind of
/// work need not catch what it cannot mend.
public protocol PartnerTrouble: Error {
    /// What it means.
    var meaning: PartnerMeaning { get }
}

/// What an error of a call means for further calls.
public enum PartnerMeaning: Sendable, Hashable {
    /// Too many calls (429): the budget rests, for as long as the partner asked for.
    case throttled(retryAfter: Duration?)
    /// No answer, or a 5xx: counts against the breaker, and is waited out however long it lasts.
    case outage
    /// An answer that makes no sense: counts against the breaker, and against the work, which may be what it is about.
    case nonsense
    /// The partner is well and has refused this call.
    case refusal
}
