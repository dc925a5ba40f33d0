/// What becomes of a message; a closed set.
public enum Outcome: Sendable, Hashable {
    /// Handled: its changes and events are saved with its inbox row.
    case done
    /// It can never be handled: kept as a failure under this constant sentence.
    case reject(reason: String, detail: String = "")
    /// Not now: it comes back after a while, or after a backoff of the lane's when no time is given.
    case retry(after: Duration? = nil, reason: String)
}

/// What a handler has decided about one message. Changes and events count only when the outcome is `done`.
public struct Decision<Change: Sendable>: Sendable {
    /// What becomes of the message.
    public let outcome: Outcome
    /// What is to be saved.
    public let changes: [Change]
    /// What is to be sent.
    public let events: [Draft]

    init(_ outcome: Outcome, _ changes: [Change], _ events: [Draft]) {
        self.outcome = outcome
        self.changes = changes
        self.events = events
    }

    /// Handled, with these effects; without any when the message changes nothing.
    public static func done(_ changes: [Change] = [], events: [Draft] = []) -> Decision {
        Decision(.done, changes, events)
    }

    /// It can never be handled. `reason` is a constant sentence; what differs from message to message is `detail`.
    public static func reject(_ reason: String, detail: String = "") -> Decision {
        Decision(.reject(reason: reason, detail: detail), [], [])
    }

    /// Not now; `after` nil leaves the pause to the lane's backoff.
    public static func retry(after pause: Duration? = nil, _ reason: String) -> Decision {
        Decision(.retry(after: pause, reason: reason), [], [])
    }
}
