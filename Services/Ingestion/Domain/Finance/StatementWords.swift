import Contracts

/// What the channel's words of statements and payments mean in ours.
enum StatementWords {
    /// How far a payment is. `SETTLED` says that a statement is made, not that it is paid.
    static func state(_ word: String) -> SettlementChanged.Payment.State {
        switch word {
        case "PAID": .paid
        case "FAILED": .failed
        case "PROCESSING", "SETTLED", "": .processing
        default: .other
        }
    }

    /// What a transaction is; whatever is neither an order nor a reserve is a correction, of which there are dozens.
    static func kind(_ word: String) -> SettlementChanged.Line.Kind {
        switch word {
        case "ORDER": .order
        case "RESERVE": .reserve
        default: .adjustment
        }
    }

    /// The part of fees that is commission (metric 14). Money that is only reserved for commission, or let go again, is
    /// none, and neither is what the channel shows once more before a tax.
    static func commission(_ fees: [String: Int64]) -> SettlementChanged.Commission {
        SettlementChanged.Commission(
            affiliate: fees["affiliate_commission_amount"] ?? 0, shopAds: fees["affiliate_ads_commission_amount"] ?? 0,
            partner: (fees["affiliate_partner_commission_amount"] ?? 0)
                .addingClamped(fees["tap_shop_ads_commission"] ?? 0))
    }
}
