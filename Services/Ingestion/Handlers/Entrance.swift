import AMQP
import Contracts
import Crypto
import Foundation
import Messaging

/// Who may bring webhooks and orders, and how their envelopes are read.
///
/// Our gateway's messages have keys that begin with `gateway.`. An outside producer's begin with `in.<user>.`, where
/// the user is the one whom the broker has checked (`user_id`); what such a message says of a brand is forgotten here,
/// and its own id becomes one of ours.
enum Entrance {
    /// The largest body that is taken; a base64 webhook of the largest size fits.
    static let mostBytes = 2 << 20
    /// The longest id that a producer may give a message.
    private static let mostIDBytes = 200
    /// The oldest message that is believed to be so old, in seconds: two weeks, longer than a queue keeps anything.
    private static let mostAge: TimeInterval = 14 * 86_400

    /// Reads the envelopes of the lane.
    static let door = Door { (delivery) throws(Door.Refusal) in
        guard delivery.size <= mostBytes else {
            throw Door.Refusal("the message is larger than 2 MiB", detail: "\(delivery.size) bytes")
        }
        return delivery.routingKey.hasPrefix("in.") ? try outside(delivery) : try house(delivery)
    }

    private static func house(_ delivery: Delivery) throws(Door.Refusal) -> Metadata {
        let properties = delivery.properties
        guard let id = properties.messageID.flatMap({ UUID(text: $0) }), id.v7Instant != nil else {
            throw Door.Refusal("message_id is not a version 7 UUID", detail: properties.messageID ?? "missing")
        }
        guard let type = properties.type else { throw Door.Refusal("the type property is missing") }
        var metadata = Door.metadata(delivery, id: id, name: MessageName(type))
        // A user marks a message as an outside one further in.
        metadata.user = nil
        return metadata
    }

    private static func outside(_ delivery: Delivery) throws(Door.Refusal) -> Metadata {
        let properties = delivery.properties
        guard let user = properties.userID, !user.isEmpty else {
            throw Door.Refusal("the user_id property is missing", detail: delivery.routingKey)
        }
        guard delivery.routingKey.hasPrefix("in.\(user).") else {
            throw Door.Refusal("the routing key is another user's", detail: "\(user) wrote to \(delivery.routingKey)")
        }
        let event = isStructured(delivery) ? try structured(delivery) : nil
        guard let type = event?.type ?? properties.type else { throw Door.Refusal("the type is missing") }
        // A message that was put off comes back under the id that it got; inside a structured one still lies its own.
        let own = delivery.isKept ? id(properties.messageID) : nil
        let kept = properties.headers[WireHeader.subject]?.string
        let foreignID = event?.id ?? (own == nil ? properties.messageID : kept)
        guard isPlain(type) else { throw Door.Refusal("the type holds control characters") }
        guard foreignID?.isEmpty != true else { throw Door.Refusal("the message id is empty") }
        guard foreignID.map(isPlain) ?? true else { throw Door.Refusal("the message id holds control characters") }
        guard foreignID.map({ $0.utf8.count <= mostIDBytes }) ?? true else {
            throw Door.Refusal("the message id is longer than 200 bytes", detail: String(foreignID?.prefix(200) ?? ""))
        }
        let id = own ?? id(foreignID).map { ours($0, of: user) }
        var metadata = Door.metadata(delivery, id: id, name: MessageName(type))
        metadata.tenant = nil
        // Of journeys, causes and traces a stranger's word would be put into our rows.
        metadata.correlation = nil
        metadata.causation = nil
        metadata.traceparent = nil
        metadata.tracestate = nil
        metadata.user = user
        // An id that became one of ours here tells when the message came, not when it was made.
        if Self.id(foreignID) == nil { metadata.sentAt = said(properties.timestamp, now: Date()) }
        metadata.subject = foreignID?.name
        return metadata
    }

    /// One id of ours for each message of each sender, whoever else uses the same: the instant of theirs, then a
    /// digest.
    private static func ours(_ foreign: UUID, of user: String) -> UUID {
        let digest = Array(SHA256.hash(data: Data("\(user)\0\(foreign.text)".utf8)))
        var id = foreign.uuid
        withUnsafeMutableBytes(of: &id) { bytes in
            for place in 6..<16 { bytes[place] = digest[place] }
            bytes[6] = 0x70 | bytes[6] & 0x0F
            bytes[8] = 0x80 | bytes[8] & 0x3F
        }
        return UUID(uuid: id)
    }

    /// A version 7 UUID.
    private static func id(_ text: String?) -> UUID? {
        text.flatMap { UUID(text: $0) }.flatMap { $0.v7Instant == nil ? nil : $0 }
    }

    /// When a producer says that it made a message; nil where its clock says what cannot be. A whole second counts from
    /// its end, so that no message seems older than it is.
    static func said(_ timestamp: UInt64?, now: Date) -> Date? {
        guard let timestamp, timestamp < UInt64(now.timeIntervalSince1970) + 60 else { return nil }
        let made = Date(timeIntervalSince1970: Double(timestamp) + 1)
        return now.timeIntervalSince(made) > mostAge ? nil : made
    }

    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    // MARK: Structured CloudEvents

    private struct Attributes: Decodable {
        let id: String
        let type: String
    }

    private struct Event<Body: Decodable>: Decodable {
        let data: Body
    }

    private static func isStructured(_ delivery: Delivery) -> Bool {
        delivery.properties.contentType?.lowercased().hasPrefix("application/cloudevents+json") ?? false
    }

    private static func structured(_ delivery: Delivery) throws(Door.Refusal) -> Attributes {
        do {
            return try JSONDecoder().decode(Attributes.self, from: Data(delivery.body))
        } catch {
            throw Door.Refusal("the body is no CloudEvent with id and type")
        }
    }

    /// By which an envelope is told from a body: no body that we take has a `type` of its own.
    private struct Shape: Decodable {
        let isEvent: Bool

        private enum CodingKeys: CodingKey { case type, data, specversion }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            isEvent = fields.contains(.type) && (fields.contains(.data) || fields.contains(.specversion))
        }
    }

    /// Reads a body, alone or as the `data` of a structured CloudEvent; what is wrong inside is told with its path.
    static func decode<Body: Decodable>(_ bytes: [UInt8], _ metadata: Metadata, as type: Body.Type) throws -> Body {
        let data = Data(bytes)
        guard metadata.user != nil, (try? JSONDecoder().decode(Shape.self, from: data))?.isEvent == true else {
            return try JSONDecoder().decode(type, from: data)
        }
        return try JSONDecoder().decode(Event<Body>.self, from: data).data
    }
}
