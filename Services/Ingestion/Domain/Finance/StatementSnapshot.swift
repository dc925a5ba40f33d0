import Contracts

/// A statement as the channel lists it, in our own words; what stands on it is read apart.
struct StatementSnapshot: Hashable, Sendable {
    /// The channel's id.
    let channelStatement: String
    let statementAt: Instant
    let currency: Currency
    /// Minor units, as all amounts here; signed.
    let settlement: Int64
    let revenue: Int64?
    let shipping: Int64?
    let fee: Int64?
    let adjustment: Int64?
    let payment: SettlementChanged.Payment

    /// Whether what was told says the same of everything but the payment, which alone may change.
    func hasAmounts(of told: SettlementChanged) -> Bool {
        statementAt == told.statementAt && currency == told.currency && settlement == told.settlement
            && revenue == told.revenue && shipping == told.shipping && fee == told.fee
            && adjustment == told.adjustment
    }

    /// What is told of it together with what stands on it.
    func message(_ lines: [SettlementChanged.Line], version: Int, shop: ShopID) -> SettlementChanged {
        let fees = lines.reduce(into: [String: Int64]()) { sums, line in
            sums.merge(line.fees) { $0.addingClamped($1) }
        }
        return SettlementChanged(
            channelStatement: channelStatement, version: version, shop: shop, statementAt: statementAt,
            currency: currency, settlement: settlement, revenue: revenue, shipping: shipping, fee: fee,
            adjustment: adjustment, fees: fees, commission: StatementWords.commission(fees), payment: payment,
            lines: lines)
    }
}

extension Int64 {
    /// The sum, held at the end of what fits.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
