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

    /// Asks.
    public init(order: String, tenant: TenantID? = nil, messages: [MessageID] = []) {
        self.order = order
        self.tenant = tenant
        self.messages = messages
    }
}

/// What one service knows of an order.
public struct OrderTraced: Codable, Sendable, Hashable {
    /// The order, where the service knows it.
    public var order: OrderID?
    /// The brand whose order it is.
    public var tenant: TenantID?
    /// The channel's id of it, where the service knows it.
    public var channelOrder: String?
    /// What is recorded, oldest first, at most 500 of a sort.
    public var steps: [TraceStep]

    /// Puts the record together.
    public init(
        order: OrderID? = nil, tenant: TenantID? = nil, channelOrder: String? = nil, steps: [TraceStep] = []
    ) {
        self.order = order
        self.tenant = tenant
        self.channelOrder = channelOrder
        self.steps = steps
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
        /// A piece of work, with its attempts.
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
