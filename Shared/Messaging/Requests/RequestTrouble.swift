public import Contracts

/// Why a request got no answer.
public enum RequestTrouble: Error, Sendable, Hashable {
    /// Nobody serves it now: the service is down or has too much to do.
    case unavailable
    /// No answer came in time. Whether it was done is unknown; an idempotency key makes asking again safe.
    case timedOut
    /// The service will not do it.
    case refused(Refusal)
    /// The service will not begin: the deadline is over by its clock, which says this. One of the two clocks is wrong,
    /// or the answer comes for nobody.
    case tooLate(Refusal, Instant)
    /// The answer cannot be read.
    case unreadable(String)
}
