import Contracts
import TikTokShop

/// What the channel's words for cancellations and returns mean in ours.
enum ReturnWords {
    /// Where a cancellation stands.
    static func status(_ word: CancellationStatus) -> ReturnChanged.Status {
        switch word {
        case .pending: .requested
        case .success: .approved
        case .complete: .completed
        case .cancelled: .withdrawn
        default: .other
        }
    }

    /// Where a return stands. Of goods that come back, "success" means that they have come.
    static func status(_ word: ReturnStatus, kind: ReturnChanged.Kind) -> ReturnChanged.Status {
        switch word {
        case .pending: .requested
        case .rejected, .packageRejected: .rejected
        case .awaitingBuyerShip: .approved
        case .buyerShipped: .goodsSent
        case .success: kind == .returnAndRefund ? .goodsReceived : .approved
        case .cancelled: .withdrawn
        case .complete: .completed
        default: exchangeStatus(word.rawValue)
        }
    }

    /// Replacements and exchanges have words of one shape: `REPLACEMENT_REQUEST_PENDING`.
    private static func exchangeStatus(_ word: String) -> ReturnChanged.Status {
        if word == "AWAITING_BUYER_RESPONSE" { return .requested }
        guard let prefix = ["REPLACEMENT_REQUEST_", "EXCHANGE_REQUEST_"].first(where: word.hasPrefix) else {
            return .other
        }
        switch word.dropFirst(prefix.count) {
        case "PENDING": return .requested
        case "REJECT": return .rejected
        case "CANCEL": return .withdrawn
        // Money instead of other goods is an end as well, and metric 3 counts it.
        case "REFUND_SUCCESS", "COMPLETE": return .completed
        default: return .other
        }
    }

    /// What a return undoes.
    static func kind(_ word: String?) -> ReturnChanged.Kind {
        switch word {
        case "REFUND": .refundOnly
        case "RETURN_AND_REFUND": .returnAndRefund
        case "REPLACEMENT": .replacement
        case "EXCHANGE": .exchange
        default: .other
        }
    }
}
