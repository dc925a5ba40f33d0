/// A message that a service could not handle, as its owner may see it.
public struct FailureRecord: Codable, Sendable, Hashable {
    /// The message's id; with ``lane`` the failure's name.
    public var message: MessageID
    /// The queue whose handler failed, such as `inventory.orders`; its first word is the service.
    public var lane: String
    /// The tenant whose message it is.
    public var tenant: TenantID
    /// The message's wire name.
    public var type: String
    /// The constant sentence by which failures are grouped.
    public var cause: String
    /// What was particular about this one.
    public var detail: String
    /// What the message said, at most 4096 characters. Of one that tells of a person only the shape: its names, and for
    /// every value the word text, number or flag. Nil where it cannot be shown.
    public var body: String?
    /// What its sender calls it: a producer's own `message_id`, or what the message is about, such as the channel's
    /// order.
    public var subject: String?
    /// How often it was tried.
    public var attempts: Int
    /// When it failed first.
    public var firstAt: Instant
    /// When it failed last.
    public var lastAt: Instant
    /// Whether a person has done something about it.
    public var state: State

    /// Whether a person has done something about it.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Nobody has done anything about it yet.
        case open
        /// The service is handling it again, or has.
        case replayed
        /// A person has settled it; it never runs again.
        case discarded
    }

    /// Puts the record together.
    public init(
        message: MessageID, lane: String, tenant: TenantID, type: String, cause: String, detail: String,
        body: String? = nil, subject: String? = nil, attempts: Int, firstAt: Instant, lastAt: Instant, state: State
    ) {
        self.message = message
        self.lane = lane
        self.tenant = tenant
        self.type = type
        self.cause = cause
        self.detail = detail
        self.body = body
        self.subject = subject
        self.attempts = attempts
        self.firstAt = firstAt
        self.lastAt = lastAt
        self.state = state
    }
}

/// The place of a failure in the order that all services list them in: last failed first, then by message, then lane.
public struct FailureMark: Codable, Sendable, Hashable, Comparable {
    /// ``FailureRecord/lastAt``.
    public var at: Instant
    /// Its id, ``FailureRecord/message``.
    public var message: MessageID
    /// Its queue, ``FailureRecord/lane``.
    public var lane: String

    /// The place of a failure.
    public init(at: Instant, message: MessageID, lane: String) {
        self.at = at
        self.message = message
        self.lane = lane
    }

    /// Earlier is less.
    public static func < (left: FailureMark, right: FailureMark) -> Bool {
        (left.at, left.message, left.lane) < (right.at, right.message, right.lane)
    }
}

extension FailureRecord {
    /// Its place.
    public var mark: FailureMark { FailureMark(at: lastAt, message: message, lane: lane) }
}
