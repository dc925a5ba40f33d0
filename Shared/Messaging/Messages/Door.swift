public import AMQP
public import Contracts
public import Foundation

/// Reads the envelope of a delivery. Messages of our own services say everything themselves; a door for foreign
/// producers gives theirs a name and an id of ours.
public struct Door: Sendable {
    /// Why a delivery cannot be read; a constant sentence, by which failures are grouped.
    public struct Refusal: Error, Sendable {
        /// The constant sentence.
        public let cause: String
        /// What was found in this message.
        public let detail: String

        /// A delivery cannot be read.
        public init(_ cause: String, detail: String = "") {
            self.cause = cause
            self.detail = detail
        }
    }

    let open: @Sendable (Delivery) throws(Refusal) -> Metadata
    /// Whether opening may read what a stranger wrote, which may be what kills the reader.
    let readsBodies: Bool

    /// A door that reads envelopes by a rule of its own.
    public init(_ open: @escaping @Sendable (Delivery) throws(Refusal) -> Metadata) {
        self.init(readsBodies: true, open)
    }

    private init(readsBodies: Bool, _ open: @escaping @Sendable (Delivery) throws(Refusal) -> Metadata) {
        self.open = open
        self.readsBodies = readsBodies
    }

    /// The door for messages of our own services: `message_id` is a version 7 UUID, `type` the name and
    /// the end of the routing key.
    public static let house = Door(readsBodies: false) { (delivery) throws(Refusal) in
        let properties = delivery.properties
        guard let text = properties.messageID, let id = UUID(text: text), id.v7Instant != nil else {
            throw Refusal("message_id is not a version 7 UUID", detail: properties.messageID ?? "missing")
        }
        guard let type = properties.type else { throw Refusal("the type property is missing") }
        let key = delivery.routingKey
        // The broker limits the keys that a service may publish under. A message of another name would get past that.
        guard delivery.exchange != Topology.Exchange.events.rawValue || key == type || key.hasSuffix(".\(type)") else {
            throw Refusal("the routing key is another message's", detail: "\(type) under \(key)")
        }
        return metadata(delivery, id: id, name: MessageName(type))
    }

    /// The envelope under an id and a name that the door has found.
    ///
    /// - Parameter id: Nil where the message has none by which a repeat of it could be known. It gets a new one.
    public static func metadata(_ delivery: Delivery, id: UUID?, name: MessageName) -> Metadata {
        let headers = delivery.properties.headers
        var metadata = Metadata(
            id: id ?? .v7(), name: name,
            tenant: headers[WireHeader.tenant]?.string.flatMap { TenantID($0) },
            correlation: delivery.properties.correlationID,
            causation: headers[WireHeader.causation]?.string.flatMap { UUID(text: $0) },
            subject: headers[WireHeader.subject]?.string,
            traceparent: headers[WireHeader.traceparent]?.string,
            tracestate: headers[WireHeader.tracestate]?.string,
            user: delivery.properties.userID, replyTo: delivery.properties.replyTo)
        metadata.isNamedHere = id == nil
        return metadata
    }
}
