import AMQP
import Contracts
import Foundation

/// A message as `deferred` and `failures` keep it: everything that is needed to hand it to its lane again.
///
/// Kept as JSON, because people read these rows; they are few.
struct StoredMessage: Codable, Sendable {
    var exchange: String
    var routingKey: String
    var name: String
    var contentType: String?
    var tenant: TenantID?
    var correlation: String?
    var causation: UUID?
    var user: String?
    /// Its sender's own id, or what it is about.
    var subject: String?
    var replyTo: String?
    var headers: [String: StoredHeader]
    /// The id under which the body was sealed, where the message has got another one since.
    var sealedAs: UUID?

    /// Of a message that tells of a person only the headers that we understand are kept: others may tell of it too.
    init(_ arrival: Arrival) {
        let properties = arrival.delivery.properties
        exchange = arrival.delivery.exchange
        routingKey = arrival.delivery.routingKey
        name = arrival.metadata.name.rawValue
        contentType = properties.contentType
        tenant = arrival.metadata.tenant
        correlation = arrival.metadata.correlation
        causation = arrival.metadata.causation
        user = properties.userID
        subject = arrival.metadata.subject
        replyTo = properties.replyTo
        let kept = properties.headers.filter { !arrival.isPersonal || WireHeader.all.contains($0.name) }
        headers = Dictionary(
            kept.compactMap { entry in StoredHeader(entry.value).map { (entry.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Reads what ``text()`` wrote.
    init(text: String) throws {
        self = try JSONDecoder().decode(StoredMessage.self, from: Data(text.utf8))
    }

    /// The JSON text of a row.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The message as the broker would hand it out.
    func delivery(id: UUID, body: [UInt8]) -> Delivery {
        var all = Headers()
        for name in headers.keys.sorted() { all[name] = headers[name]?.value }
        if let subject { all[WireHeader.subject] = .string(subject) }
        // The broker's own count is of no meaning any more: the message is in our hands, not in a queue.
        all["x-delivery-count"] = nil
        return Delivery(
            receipt: Receipt(generation: 0, tag: 0), isRedelivered: false, exchange: exchange, routingKey: routingKey,
            properties: MessageProperties(
                contentType: contentType, messageID: id.text, correlationID: correlation, type: name,
                replyTo: replyTo, userID: user, headers: all),
            body: body)
    }
}

/// A header value that JSON can hold; tables and raw bytes of foreign senders are not kept.
enum StoredHeader: Codable, Sendable {
    case text(String)
    case number(Int64)
    case flag(Bool)

    init?(_ value: HeaderValue) {
        switch value {
        case .string(let text): self = .text(text)
        case .int(let number): self = .number(number)
        case .timestamp(let seconds): self = .number(Int64(clamping: seconds))
        case .bool(let flag): self = .flag(flag)
        default: return nil
        }
    }

    var value: HeaderValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .int(number)
        case .flag(let flag): .bool(flag)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        }
    }
}
