import Contracts
import Crypto
import Foundation
import TikTokShop

/// A webhook that has been read: who rang, whether it rang before, what for.
struct Notification: Sendable, Hashable {
    /// By which a repeat is recognised: `tts_notification_id`; of those that lack it, a hash of the bytes.
    let id: String
    /// The channel's number of the kind.
    let kind: Int
    /// The channel's id of the shop; nil for kinds about an account.
    let channelShop: String?
    /// The account, where the kind names one instead of a shop.
    let account: String?
    let bell: Bell

    /// The largest body that is read.
    static let mostBytes = 1 << 20

    /// Reads the raw bytes.
    init(_ payload: Data) throws(OrderFault) {
        guard payload.count <= Self.mostBytes else { throw OrderFault("payload", "is larger than 1 MiB") }
        let event = try Self.read(payload)
        id =
            try event.notificationID?.nonEmpty.map { text throws(OrderFault) in
                try OrderReader.identifier(text, "tts_notification_id")
            } ?? Self.digest(payload)
        kind = event.type.rawValue
        channelShop = event.shopID?.nonEmpty
        account = event.sellerOpenID?.nonEmpty ?? event.creatorOpenID?.nonEmpty
        bell = Bell(event)
    }

    private static func read(_ payload: Data) throws(OrderFault) -> WebhookEvent {
        do {
            return try WebhookEvent(Array(payload))
        } catch {
            throw OrderFault("payload", "is no webhook: \(error)")
        }
    }

    private static func digest(_ payload: Data) -> String {
        "sha256:"
            + SHA256.hash(data: payload).prefix(20).map { byte in
                String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16)
            }.joined()
    }
}
