public import Postgres

/// What became of an attempt; a closed set. What it saves and sends is committed together with the verdict, or not at
/// all: not if the job was taken over meanwhile.
public struct WorkResult: Sendable {
    /// The verdicts.
    enum Verdict: Sendable, Hashable {
        case done
        case again(after: Duration?, reason: String, detail: String)
        case postponed(after: Duration, reason: String, detail: String)
        case failed(reason: String, detail: String)
        case throttled(retryAfter: Duration?)
        case unknownOutcome(checkAfter: Duration, reason: String)
    }

    /// What becomes of a single key of a bundle that is otherwise done.
    public enum Leftover: Sendable, Hashable {
        /// Not done; it comes back after a pause, having gone well so far, or after the backoff when none is given.
        case again(after: Duration? = nil, reason: String)
        /// It can never be done, and is kept for people under this constant sentence.
        case failed(reason: String, detail: String = "")
    }

    /// Saves what the attempt has found.
    public typealias Save = @Sendable (_ pipeline: inout Pipeline) throws -> Void
    /// Saves what the attempt has found, after a look at what is there; answers what is to be sent.
    public typealias Settle = @Sendable (_ transaction: Transaction) async throws -> [Draft]

    let verdict: Verdict
    var leftovers: [String: Leftover] = [:]
    var events: [Draft] = []
    var save: Save = { _ in }
    var settle: Settle?

    /// Done. The row goes, unless it was wanted again meanwhile: then it is due at once.
    ///
    /// - Parameter leftovers: Keys of the bundle of which this is not true.
    public static func done(
        events: [Draft] = [], except leftovers: [String: Leftover] = [:], save: @escaping Save = { _ in }
    ) -> WorkResult {
        WorkResult(verdict: .done, leftovers: leftovers, events: events, save: save)
    }

    /// Done, where what is saved depends on what is there: `settle` loads, locks and decides in the transaction that
    /// ends the job. It may run more than once, since a transaction that others were in the way of is repeated.
    public static func done(except leftovers: [String: Leftover] = [:], settling settle: @escaping Settle) -> WorkResult
    {
        WorkResult(verdict: .done, leftovers: leftovers, settle: settle)
    }

    /// Not yet: it comes back. With a pause it went well so far, and what failed before it is forgotten; without one it
    /// was an attempt that failed, which the backoff counts.
    public static func again(
        after pause: Duration? = nil, _ reason: String, detail: String = "", events: [Draft] = [],
        save: @escaping Save = { _ in }
    ) -> WorkResult {
        WorkResult(
            verdict: .again(after: pause, reason: reason, detail: detail), events: events, save: save)
    }

    /// It could not even be tried, since something of ours was missing, such as a token that is being renewed: neither
    /// an attempt that failed nor one that went well. It comes back after the pause.
    public static func postponed(after pause: Duration, _ reason: String, detail: String = "") -> WorkResult {
        WorkResult(verdict: .postponed(after: pause, reason: reason, detail: detail))
    }

    /// It can never be done. The row stays for people: they look, try again, or cancel. `reason` is a constant
    /// sentence; what differs from piece to piece is `detail`.
    public static func failed(
        _ reason: String, detail: String = "", events: [Draft] = [], save: @escaping Save = { _ in }
    ) -> WorkResult {
        WorkResult(verdict: .failed(reason: reason, detail: detail), events: events, save: save)
    }

    /// The partner said "too many": the budget rests, for all instances. This was no attempt.
    public static func throttled(retryAfter: Duration? = nil) -> WorkResult {
        WorkResult(verdict: .throttled(retryAfter: retryAfter))
    }

    /// The partner may have done it or not. The row rests until then, whoever wants it again, and comes back with
    /// ``Job/isOutcomeUnknown``.
    public static func unknownOutcome(
        checkAfter pause: Duration, _ reason: String, save: @escaping Save = { _ in }
    ) -> WorkResult {
        WorkResult(verdict: .unknownOutcome(checkAfter: pause, reason: reason), save: save)
    }
}
