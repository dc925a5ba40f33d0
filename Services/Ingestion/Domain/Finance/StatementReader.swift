import Contracts
import TikTokShop

/// Reads statements.
enum StatementReader {
    /// Reads one; what has no amount or no time cannot be counted on.
    static func read(_ statement: Statement, readAt: Instant) throws(OrderFault) -> StatementSnapshot {
        let id = try OrderReader.identifier(statement.id, "id")
        guard let made = statement.statementTime, made.seconds > 0 else {
            throw OrderFault("statement_time", "is missing")
        }
        let limit = Instant(milliseconds: readAt.milliseconds + OrderReader.clockTolerance)
        guard made.instant <= limit else { throw OrderFault("statement_time", "is in the future") }
        let amounts = SignedAmounts(currency: try AmountReader.currency(statement.currency, "currency"))
        let word = statement.paymentStatus ?? ""
        return StatementSnapshot(
            channelStatement: id, statementAt: made.instant, currency: amounts.currency,
            settlement: try amounts.required(statement.settlementAmount, "settlement_amount"),
            revenue: try revenue(statement, amounts),
            shipping: try amounts.optional(statement.shippingCostAmount, "shipping_cost_amount"),
            fee: try amounts.optional(statement.feeAmount, "fee_amount"),
            adjustment: try amounts.optional(statement.adjustmentAmount, "adjustment_amount"),
            payment: .init(
                state: StatementWords.state(word), channelState: String(word.prefix(64)),
                channelPayment: statement.paymentID.flatMap { OrderReader.isIdentifier($0) ? $0 : nil }))
    }

    /// Which of the two is told depends on the market; they mean the same here.
    private static func revenue(
        _ statement: Statement, _ amounts: SignedAmounts
    ) throws(OrderFault) -> Int64? {
        if let revenue = try amounts.optional(statement.revenueAmount, "revenue_amount") { return revenue }
        return try amounts.optional(statement.netSalesAmount, "net_sales_amount")
    }
}
