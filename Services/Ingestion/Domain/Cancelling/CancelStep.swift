import Contracts
import TikTokShop

/// What to do next for an order that a person wants cancelled, decided from the order as the channel tells it now.
/// Cancelling takes no idempotency key, so that every attempt begins with a look.
enum CancelStep: Hashable {
    /// The channel has it as cancelled.
    case cancelled
    /// The buyer has asked for the same: that is to be granted, not asked for again.
    case grant
    /// The channel is to be asked.
    case ask
    /// It cannot be any more; a word to act on and a sentence.
    case refuse(code: String, detail: String)

    init(_ order: TikTokShop.Order) {
        let status = ChannelWords.status(order.status ?? .awaitingShipment)
        let lines = (order.lineItems ?? []).map { ChannelWords.status($0.status ?? order.status ?? .awaitingShipment) }
        let isHandedOver = lines.contains { $0 != .cancelled && $0.rank >= Contracts.OrderStatus.inTransit.rank }
        if status == .cancelled || (!lines.isEmpty && lines.allSatisfy { $0 == .cancelled }) {
            self = .cancelled
        } else if isHandedOver || status.rank >= Contracts.OrderStatus.inTransit.rank {
            self = .refuse(code: Self.handedOver, detail: Self.handedOverSentence)
        } else {
            self = order.isBuyerRequestCancel == true ? .grant : .ask
        }
    }

    /// The carrier has it.
    static let handedOver = "handedOver"
    /// The same for people.
    static let handedOverSentence = "the carrier has the parcel; it can only come back as a return"
}

/// The channel's words for why a seller cancels.
enum CancelReason {
    /// What is named unless a person names another.
    static let usual = "seller_cancel_reason_out_of_stock"

    /// The word to name, out of those that the channel offers for the order just now; nil when the wished one is not
    /// among them. A channel that offers none is asked with the wished one and decides by itself.
    static func choose(_ wished: String?, among offered: [String]) -> String? {
        if offered.isEmpty { return wished ?? usual }
        if let wished { return offered.contains(wished) ? wished : nil }
        return offered.first { $0 == usual } ?? offered.first { $0.contains("out_of_stock") } ?? offered.first
    }

    /// Checks a word as a person gives it.
    static func checked(_ word: String?) throws(Wrong) -> String? {
        guard let word else { return nil }
        let isPlain = word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard (1...100).contains(word.utf8.count), isPlain else {
            throw Wrong("noReason", at: "/reason", "must be one of the channel's words, such as \(usual)")
        }
        return word
    }
}
