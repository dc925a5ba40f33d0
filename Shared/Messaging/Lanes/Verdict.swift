import Contracts
import Foundation

/// What a batch has decided about one of its messages, ready to be written.
enum Verdict {
    /// Handled, with these messages to send.
    case done([Outgoing])
    /// Handled before; nothing is written.
    case repeated
    case failed(cause: String, detail: String)
    case deferred(after: Duration, reason: String)
}

extension Lane {
    /// Another try, or a failure once the lane's patience is over.
    func postpone(_ arrival: Arrival, after pause: Duration?, reason: String, detail: String = "") -> Verdict {
        let attempt = arrival.metadata.attempt + 1
        guard attempt <= patience.attempts else { return .failed(cause: reason, detail: detail) }
        return .deferred(after: pause ?? patience.pause(before: attempt), reason: reason)
    }

    /// What becomes of a message that something is held against: it does not run.
    func verdict(_ prejudice: Arrival.Prejudice, _ arrival: Arrival) -> Verdict {
        switch prejudice {
        case .threw(let reason, let detail): postpone(arrival, after: nil, reason: reason, detail: detail)
        case .killed(let times):
            .failed(cause: "consumers died while they handled it", detail: "noted \(times) times")
        }
    }

    /// A name or version that nobody here knows waits for a newer instance, for an hour by default.
    func postponeUnknown(_ arrival: Arrival, now: Date) -> Verdict {
        let reason = "no handler knows this message"
        if case .deferred(_, let firstAt, _) = arrival.origin,
            now.timeIntervalSince(firstAt) >= Double(patience.unknown.components.seconds)
        {
            return .failed(cause: reason, detail: arrival.metadata.name.rawValue)
        }
        return .deferred(after: patience.pause(before: arrival.metadata.attempt + 1), reason: reason)
    }
}
