import Contracts
import Foundation
import Outbound

/// A webhook: a doorbell that says what to read again. Verify its ``WebhookSignature`` over the raw body first.
public struct WebhookEvent: Decodable, Sendable, Hashable {
    /// Its kind.
    public let type: WebhookType
    /// Unique; the same one comes again when an answer was late. Very old ones lack it.
    public let notificationID: String?
    /// The shop, by the channel's id; kinds about an account name that instead.
    public let shopID: String?
    /// The account of a seller.
    public let sellerOpenID: String?
    /// The account of a creator.
    public let creatorOpenID: String?
    /// When it was sent.
    public let timestamp: UnixSeconds?
    /// What it is about; empty for kinds that carry no field we know.
    public let data: WebhookData

    /// Reads a raw body, or says which field of the envelope makes it none. Inside the data a field of the wrong kind
    /// is left out and spoils no other.
    public init(_ body: [UInt8]) throws(WebhookProblem) {
        do {
            self = try JSONDecoder().decode(WebhookEvent.self, from: Data(MendedJSON.mend(body)))
        } catch {
            throw WebhookProblem(error)
        }
    }

    /// Reads the envelope; it must at least name its kind.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let type = try container.decode(Loose<Int>.self, forKey: .type).wrappedValue else {
            throw DecodingError.keyNotFound(
                CodingKeys.type, .init(codingPath: container.codingPath, debugDescription: "is missing"))
        }
        guard WebhookType.allowed.contains(type) else {
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "is not from 0 to \(WebhookType.allowed.upperBound)")
        }
        self.type = WebhookType(rawValue: type)
        notificationID = try container.decode(Loose<String>.self, forKey: .notificationID).wrappedValue
        shopID = try container.decode(Loose<String>.self, forKey: .shopID).wrappedValue
        sellerOpenID = try container.decode(Loose<String>.self, forKey: .sellerOpenID).wrappedValue
        creatorOpenID = try container.decode(Loose<String>.self, forKey: .creatorOpenID).wrappedValue
        timestamp = try container.decode(Loose<UnixSeconds>.self, forKey: .timestamp).wrappedValue
        data = (try? container.decode(WebhookData.self, forKey: .data)) ?? WebhookData()
    }

    private enum CodingKeys: String, CodingKey {
        case type, timestamp, data
        case notificationID = "tts_notification_id"
        case shopID = "shop_id"
        case sellerOpenID = "seller_open_id"
        case creatorOpenID = "creator_open_id"
    }
}
