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
    /// No answer, or none that makes sense (timeouts, broken connections, 5xx): counts against the breaker.
    case outage
    /// The partner is well and has refused this call.
    case refusal
}
