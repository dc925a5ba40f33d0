import Outbound

/// Why a call brought no reply.
public struct ShippoError: Error, Sendable, Hashable {
    /// What an error means.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Refused here or there as malformed; the same call fails again.
        case invalidRequest
        /// Nothing was sent.
        case unreachable
        /// Sent, but no answer came.
        case outcomeUnknown
        /// The calling task was cancelled; the call changes nothing.
        case cancelled
        /// The answer cannot be read.
        case malformedAnswer
        /// Too many calls, in a minute or at once.
        case throttled
        /// Shippo's own trouble.
        case transient
        /// The token does not work.
        case unauthorized
        /// No such thing.
        case notFound
        /// The file's address no longer works, or never did.
        case fileGone
        /// Anything else; ``ShippoError/message`` says what.
        case refused
    }

    /// What to do next.
    public enum Advice: Sendable, Hashable {
        /// The same call again: after the time that was named, else after one's own backoff.
        case again(after: Duration?)
        /// Look for what the call may have made first: Shippo takes no idempotency keys.
        case readFirst
        /// Repeating does not help.
        case giveUp
    }

    /// What it means.
    public let kind: Kind
    /// The HTTP status; nil without an answer.
    public let status: Int?
    /// Shippo's words, or ours when there are none.
    public let message: String
    /// Whether the call makes something.
    public let changesSomething: Bool
    /// How long Shippo asked us to stay away.
    public let retryAfter: Duration?

    /// An error; also for stand-ins in tests.
    public init(
        kind: Kind, status: Int? = nil, message: String, changesSomething: Bool = false, retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.status = status
        self.message = message
        self.changesSomething = changesSomething
        self.retryAfter = retryAfter
    }

    /// The same with other words.
    public func saying(_ message: String) -> ShippoError {
        ShippoError(
            kind: kind, status: status, message: message, changesSomething: changesSomething, retryAfter: retryAfter)
    }

    /// A call that got no answer. One that merely reads has no unknown outcome: it can be repeated.
    init(_ error: OutboundError, changesSomething: Bool) {
        let kind: Kind =
            switch error.kind {
            case .invalidRequest: .invalidRequest
            case .cancelled where !error.requestWritten: .cancelled
            case .cancelled: changesSomething ? .outcomeUnknown : .cancelled
            case .tooLarge: changesSomething ? .outcomeUnknown : .malformedAnswer
            case .unreachable, .overloaded, .tls, .closed: .unreachable
            case .timedOut, .interrupted: error.requestWritten ? .outcomeUnknown : .unreachable
            }
        self.init(kind: kind, message: error.description, changesSomething: changesSomething)
    }

    static func invalidRequest(_ problem: String) -> ShippoError {
        ShippoError(kind: .invalidRequest, message: problem)
    }

    /// What to do next.
    public var advice: Advice {
        switch kind {
        case .throttled, .unreachable, .cancelled: .again(after: retryAfter)
        case .transient, .outcomeUnknown: changesSomething ? .readFirst : .again(after: retryAfter)
        case .malformedAnswer: changesSomething ? .readFirst : .giveUp
        case .invalidRequest, .unauthorized, .notFound, .fileGone, .refused: .giveUp
        }
    }
}

extension ShippoError: CustomStringConvertible {
    /// One line for logs.
    public var description: String {
        "Shippo: \(kind.rawValue)\(status.map { " HTTP \($0)" } ?? ""), \(message)"
    }
}
