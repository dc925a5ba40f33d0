/// Request: what does this service know of an order: what it has done, what lies in its tables, and which of some
/// messages it has handled?
///
/// Asked of each service. A service that does not know the order answers without steps.
public struct OrderTrace: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.trace.v1"
    /// What it knows.
    public typealias Reply = OrderTraced

    /// Our id of the order, or the channel's.
    public var order: String
    /// Whose order, once that is known.
    public var tenant: TenantID?
    /// Messages that others have named: which of them were handled here? At most 500.
    public var messages: [MessageID]
    /// When something happened to the order, as others have told: what did the service send of it within two seconds of
    /// that? At most 500 moments; nil: nothing is asked.
    public var moments: [Instant]?

    /// Asks.
    public init(
        order: String, tenant: TenantID? = nil, messages: [MessageID] = [], moments: [Instant]? = nil
    ) {
        self.order = order
        self.tenant = tenant
        self.messages = messages
        self.moments = moments
    }
}

/// What one service knows of an order.
public struct OrderTraced: Codable, Sendable, Hashable {
    /// The order, where the service knows it; nil beside a ``channelOrder``: it is still to be read.
    public var order: OrderID?
    /// The brand whose order it is.
    public var tenant: TenantID?
    /// The channel's id of it, where the service knows it.
    public var channelOrder: String?
    /// What is recorded, oldest first, at most 500 of a sort.
    public var steps: [TraceStep]
    /// What it has sent about the order in the last three days around the moments that it was asked for, oldest first;
    /// nil where it was not asked, or does not remember.
    public var sent: [TracedMessage]?
    /// What was left out, a sentence each; nil: nothing.
    public var cuts: [String]?

    /// Puts the record together.
    public init(
        order: OrderID? = nil, tenant: TenantID? = nil, channelOrder: String? = nil, steps: [TraceStep] = [],
        sent: [TracedMessage]? = nil, cuts: [String]? = nil
    ) {
        self.order = order
        self.tenant = tenant
        self.channelOrder = channelOrder
        self.steps = steps
        self.sent = sent
        self.cuts = cuts
    }
}

/// A message that a service has sent.
public struct TracedMessage: Codable, Sendable, Hashable {
    /// The id under which it was sent.
    public var message: MessageID
    /// Its wire name.
    public var name: String
    /// Who sent it.
    public var service: String
    /// When it was decided.
    public var at: Instant
    /// The message that led to it.
    public var causation: MessageID?

    /// Puts the record together.
    public init(message: MessageID, name: String, service: String, at: Instant, causation: MessageID?) {
        self.message = message
        self.name = name
        self.service = service
        self.at = at
        self.causation = causation
    }
}

/// One thing that is recorded of an order.
public struct TraceStep: Codable, Sendable, Hashable {
    /// What sort of record it is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A message was handled: a row of the inbox.
        case handled
        /// A message waits in the outbox for the broker.
        case sending
        /// A message waits for another try.
        case deferred
        /// A message could not be handled.
        case failed
        /// A piece of work, with its attempts: one that is still to do, or was done after more than one attempt.
        case work
        /// An entry of the service's own history: a decision, a move, a call and what it brought.
        case effect
    }

    /// When; for a handled message when it was made.
    public var at: Instant
    /// Who tells it.
    public var service: String
    /// What sort of record it is.
    public var kind: Kind
    /// In a few words, such as `reserved` or `inventory.orders`.
    public var what: String
    /// What is particular.
    public var detail: String
    /// The message that it is, or that caused it.
    public var message: MessageID?
    /// Attempts, where they are counted.
    public var attempt: Int?

    /// Puts the record together.
    public init(
        at: Instant, service: String, kind: Kind, what: String, detail: String = "", message: MessageID? = nil,
        attempt: Int? = nil
    ) {
        self.at = at
        self.service = service
        self.kind = kind
        self.what = what
        self.detail = detail
        self.message = message
        self.attempt = attempt
    }
}
