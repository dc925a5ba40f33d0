import Contracts
import Foundation

/// What a batch has decided about one of its messages, ready to be written.
enum Verdict {
    /// Handled, with these messages to send.
    case done([Outgoing])
    /// Handled before; nothing is written.
    case repeated
    case failed(cause: String, detail: String)
    /// It comes back; as another attempt where a handler has tried it.
    case deferred(after: Duration, reason: String, isAttempt: Bool)
}

extension Lane {
    /// Another try, or a failure once the lane's patience is over.
    func postpone(_ arrival: Arrival, after pause: Duration?, reason: String, detail: String = "") -> Verdict {
        let attempt = arrival.metadata.attempt + 1
        guard attempt <= patience.attempts else { return .failed(cause: reason, detail: detail) }
        return .deferred(after: pause ?? patience.pause(before: attempt), reason: reason, isAttempt: true)
    }

    /// What becomes of a message that something is held against: it does not run.
    func verdict(_ prejudice: Arrival.Prejudice, _ arrival: Arrival) -> Verdict {
        switch prejudice {
        case .threw(let reason, let detail): postpone(arrival, after: nil, reason: reason, detail: detail)
        case .killed(let times):
            .failed(cause: "consumers died while they handled it", detail: "noted \(times) times")
        }
    }

    /// A name or version that nobody here knows waits for a newer instance, for an hour by default. The attempts are
    /// left to that one; the pauses grow with the age instead.
    func postponeUnknown(_ arrival: Arrival) -> Verdict {
        let reason = "no handler knows this message"
        var age = Duration.zero
        if case .deferred(_, _, let known, _) = arrival.origin { age = known }
        guard age < patience.unknown else {
            return .failed(cause: reason, detail: arrival.metadata.name.rawValue)
        }
        return .deferred(after: patience.pause(atAge: age), reason: reason, isAttempt: false)
    }
}
