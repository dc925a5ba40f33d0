public import AMQP
public import Contracts
public import Foundation

/// What surrounds a message's body: CloudEvents attributes as AMQP properties and headers.
public struct Metadata: Sendable {
    /// Names the message: a version 7 UUID, so that it also tells when it was made.
    public var id: UUID
    /// The wire name.
    public var name: MessageName
    /// The brand to which it belongs; nil for a raw webhook alone.
    public var tenant: TenantID?
    /// The journey: for an order, its id.
    public var correlation: String?
    /// The message that caused this one.
    public var causation: UUID?
    /// What the message is about, inside its source.
    public var subject: String?
    /// The W3C trace context.
    public var traceparent: String?
    /// What other systems have added to it.
    public var tracestate: String?
    /// The broker user who published it, as checked by the broker.
    public var user: String?
    /// Where an answer is awaited.
    public var replyTo: String?
    /// When its sender says that it was made, where the id tells only when it came in.
    public var sentAt: Date?
    /// Headers of others that effects of this message carry on.
    public var carried: Headers
    /// How often the message has been deferred.
    public var attempt: Int
    /// Whether the door made up the id, since the message has none: nobody can have handled it under that before.
    var isNamedHere = false

    /// Puts metadata together; lanes do so from deliveries, tests by hand.
    public init(
        id: UUID = .v7(), name: MessageName, tenant: TenantID? = nil, correlation: String? = nil,
        causation: UUID? = nil, subject: String? = nil, traceparent: String? = nil,
        tracestate: String? = nil, user: String? = nil, replyTo: String? = nil, carried: Headers = [:],
        attempt: Int = 0
    ) {
        self.id = id
        self.name = name
        self.tenant = tenant
        self.correlation = correlation
        self.causation = causation
        self.subject = subject
        self.traceparent = traceparent
        self.tracestate = tracestate
        self.user = user
        self.replyTo = replyTo
        self.carried = carried
        self.attempt = attempt
    }

    /// When it was made, as far as it tells; to the millisecond where its id does.
    public var madeAt: Date? { sentAt ?? id.v7Instant }

    /// Its trace context, both headers of it.
    var trace: TraceHeaders {
        get { TraceHeaders(parent: traceparent, state: tracestate) }
        set {
            traceparent = newValue.parent
            tracestate = newValue.state
        }
    }
}

/// A message in the hands of its handler.
public struct Received<Body: Sendable>: Sendable {
    /// What surrounds it.
    public let metadata: Metadata
    /// What it says.
    public let body: Body

    /// A message in the hands of its handler.
    public init(_ metadata: Metadata, _ body: Body) {
        self.metadata = metadata
        self.body = body
    }
}

/// The names of the headers on the wire (CloudEvents' AMQP binding, W3C trace context).
public enum WireHeader {
    /// Who published it.
    public static let source = "cloudEvents_source"
    /// What it is about, inside its source.
    public static let subject = "cloudEvents_subject"
    /// The brand.
    public static let tenant = "cloudEvents_tenantid"
    /// The id of the message that caused it.
    public static let causation = "cloudEvents_causationid"
    /// The W3C trace context.
    public static let traceparent = "traceparent"
    /// What other systems have added to it.
    public static let tracestate = "tracestate"

    static let all: Set<String> = [source, subject, tenant, causation, traceparent, tracestate]
}
