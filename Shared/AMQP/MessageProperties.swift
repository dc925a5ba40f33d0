/// The AMQP properties that we use of a message.
public struct MessageProperties: Sendable, Hashable {
    /// `content-type`, such as `application/json`.
    public var contentType: String?
    /// Names the message; the one thing by which a repeat is recognised.
    public var messageID: String?
    /// Names the journey to which the message belongs.
    public var correlationID: String?
    /// The kind of message.
    public var type: String?
    /// The queue that waits for an answer.
    public var replyTo: String?
    /// Milliseconds after which the broker forgets the message, as text.
    public var expiration: String?
    /// The broker user who sent it; the broker refuses a false one.
    public var userID: String?
    /// Unix seconds.
    public var timestamp: UInt64?
    /// Whether the broker keeps the message on disk.
    public var isPersistent: Bool
    /// Further headers.
    public var headers: Headers

    /// Properties of one message; persistent unless said otherwise.
    public init(
        contentType: String? = nil, messageID: String? = nil, correlationID: String? = nil, type: String? = nil,
        replyTo: String? = nil, expiration: String? = nil, userID: String? = nil, timestamp: UInt64? = nil,
        isPersistent: Bool = true, headers: Headers = [:]
    ) {
        self.contentType = contentType
        self.messageID = messageID
        self.correlationID = correlationID
        self.type = type
        self.replyTo = replyTo
        self.expiration = expiration
        self.userID = userID
        self.timestamp = timestamp
        self.isPersistent = isPersistent
        self.headers = headers
    }
}

/// A message on its way to the broker.
public struct Publication: Sendable {
    /// The exchange; empty for the default one, which routes to the queue named by ``routingKey``.
    public var exchange: String
    /// The routing key.
    public var routingKey: String
    /// Whether a message that reaches no queue comes back as ``PublishOutcome/returned(code:text:)``.
    public var isMandatory: Bool
    /// Its properties.
    public var properties: MessageProperties
    /// Its body.
    public var body: [UInt8]

    /// A message on its way to the broker.
    public init(
        exchange: String, routingKey: String, isMandatory: Bool = true, properties: MessageProperties, body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.isMandatory = isMandatory
        self.properties = properties
        self.body = body
    }
}

/// What became of a published message.
public enum PublishOutcome: Sendable, Hashable {
    /// The broker has it, on disk where it is durable.
    case confirmed
    /// No queue takes it. The broker confirms such a message too; it is lost all the same.
    case returned(code: Int, text: String)
    /// The broker could not take it, for instance because a bounded queue is full.
    case refused
    /// It was never sent: the protocol cannot carry it, or it is larger than what brokers take.
    case unfit
}

/// A message that the broker has handed to us. A class, because it is handed on and on and has many fields.
public final class Delivery: Sendable {
    /// Names the delivery on its connection; acknowledged through ``AMQPConsumer/acknowledge(through:)``.
    public let receipt: Receipt
    /// Whether the broker may have handed it out before.
    public let isRedelivered: Bool
    /// The exchange that it was published to.
    public let exchange: String
    /// The routing key that it was published with.
    public let routingKey: String
    /// Its properties.
    public let properties: MessageProperties
    /// Its body; only the beginning where it is larger than ``AMQPConfiguration/largestBody``.
    public let body: [UInt8]
    /// How many bytes its body has.
    public let size: Int

    /// Whether it does not come from a connection, which count from 1: we had put it aside and take it up again.
    public var isKept: Bool { receipt.generation == 0 }

    /// Puts a delivery together; the consumer does so, and tests.
    public init(
        receipt: Receipt, isRedelivered: Bool, exchange: String, routingKey: String, properties: MessageProperties,
        body: [UInt8], size: Int? = nil
    ) {
        self.receipt = receipt
        self.isRedelivered = isRedelivered
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
        self.size = size ?? body.count
    }

    /// How often the broker has handed the message out before, as quorum queues count it; 0 at first. The broker leaves
    /// the header alone on a first delivery, so what stands there then is the sender's word and counts for nothing.
    public var deliveryCount: Int {
        isRedelivered ? Int(clamping: properties.headers["x-delivery-count"]?.int ?? 0) : 0
    }
}

/// A delivery tag together with the connection that it belongs to: a tag of an old connection means another message.
public struct Receipt: Sendable, Hashable {
    /// Counts the connections of a consumer.
    public let generation: Int
    /// The delivery tag.
    public let tag: UInt64

    /// Names a delivery.
    public init(generation: Int, tag: UInt64) {
        self.generation = generation
        self.tag = tag
    }
}
