import Contracts
import TikTokShop

/// One transaction of a statement, as it is kept.
struct StatementLine: Hashable, Sendable {
    let channelTransaction: String
    let kind: SettlementChanged.Line.Kind
    /// The channel's word.
    let channelKind: String
    let channelOrder: String?
    /// Minor units of the statement's currency, as all amounts here; signed.
    let settlement: Int64
    let revenue: Int64
    /// By the channel's names; without those that are 0.
    let fees: [String: Int64]

    /// Names that one transaction may have fees under; the channel has about eighty.
    private static let mostFees = 300

    /// Reads a transaction of a statement in some currency.
    init(_ transaction: StatementTransaction, _ currency: Currency) throws(OrderFault) {
        let amounts = SignedAmounts(currency: currency)
        channelTransaction = try OrderReader.identifier(transaction.id, "id")
        let word = transaction.type?.nonEmpty ?? "ADJUSTMENT"
        channelKind = String(word.prefix(64))
        kind = StatementWords.kind(word)
        channelOrder = [transaction.orderID, transaction.adjustmentOrderID].compactMap { $0?.nonEmpty }
            .first(where: OrderReader.isIdentifier)
        // Which amount a transaction has depends on its kind; the settlement is what is paid.
        let settlement = try amounts.optional(transaction.settlementAmount, "settlement_amount")
        let reserve = try amounts.optional(transaction.reserveAmount, "reserve_amount")
        let adjustment = try amounts.optional(transaction.adjustmentAmount, "adjustment_amount")
        guard let amount = kind == .reserve ? reserve ?? settlement : settlement ?? adjustment else {
            throw OrderFault("settlement_amount", "is missing")
        }
        self.settlement = amount
        revenue = try amounts.optional(transaction.revenueAmount, "revenue_amount") ?? 0
        fees = try Self.fees(transaction.feeTaxBreakdown, amounts)
    }

    private static func fees(
        _ breakdown: FeeTaxBreakdown?, _ amounts: SignedAmounts
    ) throws(OrderFault) -> [String: Int64] {
        var fees: [String: Int64] = [:]
        for (part, texts) in [("fee", breakdown?.fee?.amounts ?? [:]), ("tax", breakdown?.tax?.amounts ?? [:])] {
            for (name, text) in texts {
                let field = "fee_tax_breakdown.\(part).\(name.prefix(80))"
                guard let amount = try amounts.optional(text, field), amount != 0 else { continue }
                fees[name] = (fees[name] ?? 0).addingClamped(amount)
            }
        }
        guard fees.count <= mostFees else {
            throw OrderFault("fee_tax_breakdown", "has more than \(mostFees) different fees")
        }
        return fees
    }
}
