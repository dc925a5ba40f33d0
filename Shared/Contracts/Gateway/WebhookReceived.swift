public import Foundation

/// A partner's webhook exactly as it came. The signature of one that came to a gateway is verified there, that of a
/// producer's by Ingestion. The one message without a tenant: Ingestion finds it by the shop inside.
///
/// Gateways tell what came to their own addresses, outside producers hand on what came to theirs. Ingestion reads what
/// is of TikTok Shop, Fulfillment what is of Shippo; from outside, TikTok Shop's are taken alone.
public struct WebhookReceived: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.webhook.received.v1"
    /// The partner that sent it.
    public let provider: Provider
    /// The app whose secret verified it at a gateway, such as `operations`; nil where a token in the address did, and
    /// from a producer.
    public let app: String?
    /// The headers that matter for verifying it again, in lower case.
    public let headers: [String: String]
    /// The raw bytes as they came; one byte changed, and the signature is wrong.
    public let payload: Data
    /// When it came in.
    public let receivedAt: Instant

    /// The senders of webhooks.
    public enum Provider: String, Codable, Sendable, CaseIterable {
        /// The sales channel TikTok Shop.
        case tiktokShop
        /// Shippo, where labels are bought.
        case shippo
    }

    /// A partner's webhook exactly as it came.
    public init(provider: Provider, app: String?, headers: [String: String], payload: Data, receivedAt: Instant) {
        self.provider = provider
        self.app = app
        self.headers = headers
        self.payload = payload
        self.receivedAt = receivedAt
    }
}

extension WebhookReceived: PersonalMessage {
    /// The order that a TikTok Shop webhook names, if it names one; read as it is acted on, so that half an emoji in it
    /// hides it from nobody.
    public var orders: [String] {
        let mended = Data(MendedJSON.mend(Array(payload)))
        return (try? JSONDecoder().decode(Bell.self, from: mended)).map { [$0.data.order.text] } ?? []
    }

    /// As far as the partner's body must be read for that.
    private struct Bell: Decodable {
        struct Content: Decodable {
            let order: Name

            enum CodingKeys: String, CodingKey { case order = "order_id" }
        }

        let data: Content
    }

    /// An id, which comes as a text or as a number.
    private struct Name: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = try (try? container.decode(String.self)) ?? String(container.decode(UInt64.self))
        }
    }
}
