import Contracts
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Statements and what stands on them: amounts keep their sign, fees are a map.
struct StatementReaderTests {
    /// The statement of the reference.
    static func statement(_ changes: [String: Any] = [:]) throws -> Statement {
        let fields: [String: Any] = [
            "id": "7238000000000000001", "statement_time": 1_767_225_600, "currency": "USD",
            "settlement_amount": "412.07", "net_sales_amount": "520.00", "fee_amount": "-61.43",
            "shipping_cost_amount": "-46.50", "adjustment_amount": "0", "payment_status": "PROCESSING",
            "payment_id": "3459000000000000001",
        ]
        return try Samples.decode(Statement.self, fields.merging(changes) { $1 })
    }

    static func transaction(_ changes: [String: Any] = [:]) throws -> StatementTransaction {
        let fields: [String: Any] = [
            "id": "1636", "type": "ORDER", "order_id": "5764", "settlement_amount": "18.24",
            "revenue_amount": "21.90", "fee_tax_amount": "-3.66",
            "fee_tax_breakdown": [
                "fee": ["referral_fee_amount": "-1.31", "affiliate_commission_amount": "-2.35", "sfp_fee_amount": ""],
                "tax": ["vat_amount": "0"],
            ],
        ]
        return try Samples.decode(StatementTransaction.self, fields.merging(changes) { $1 })
    }

    private static let readAt = Samples.readAt

    @Test("amounts are exact minor units with the statement's sign")
    func amounts() throws {
        let read = try StatementReader.read(try Self.statement(), readAt: Self.readAt)
        #expect(read.settlement == 41_207 && read.revenue == 52_000)
        #expect(read.fee == -6_143 && read.shipping == -4_650 && read.adjustment == 0)
        #expect(read.statementAt == Instant(seconds: 1_767_225_600))
        #expect(read.payment.state == .processing && read.payment.channelPayment == "3459000000000000001")
    }

    @Test("revenue is told under one name or the other, or not at all, which is not zero")
    func revenue() throws {
        let both = try Self.statement(["revenue_amount": "519.00"])
        #expect(try StatementReader.read(both, readAt: Self.readAt).revenue == 51_900)
        let none = try Self.statement(["net_sales_amount": "", "shipping_cost_amount": ""])
        let read = try StatementReader.read(none, readAt: Self.readAt)
        #expect(read.revenue == nil && read.shipping == nil)
    }

    @Test(
        "a statement without amount, time or currency names what is missing",
        arguments: [
            ("settlement_amount", "", "settlement_amount is missing"),
            ("currency", "XYZ", "currency is not an ISO 4217 code"),
            ("statement_time", "0", "statement_time is missing"),
            ("statement_time", "1767999999", "statement_time is in the future"),
            ("fee_amount", "-61.435", "fee_amount"),
        ])
    func faults(field: String, value: String, problem: String) throws {
        let statement = try Self.statement([field: value])
        let fault = #expect(throws: OrderFault.self) {
            try StatementReader.read(statement, readAt: Self.readAt)
        }
        #expect(fault?.description.hasPrefix(problem) == true, "\(fault?.description ?? "")")
    }

    @Test("SETTLED is the statement's state and not the payment's; a new word is kept")
    func words() {
        #expect(StatementWords.state("PAID") == .paid)
        #expect(StatementWords.state("FAILED") == .failed)
        #expect(StatementWords.state("SETTLED") == .processing)
        #expect(StatementWords.state("ON_A_SHIP") == .other)
        #expect(StatementWords.kind("RESERVE") == .reserve)
        #expect(StatementWords.kind("GMV_PAYMENT_FOR_ADS") == .adjustment)
    }

    @Test("fees are a map by the channel's names; what is 0 or empty is none")
    func fees() throws {
        let line = try StatementLine(try Self.transaction(), .usd)
        #expect(line.fees == ["referral_fee_amount": -131, "affiliate_commission_amount": -235])
        #expect(line.kind == .order && line.channelOrder == "5764")
        #expect(line.settlement == 1_824 && line.revenue == 2_190)
    }

    @Test("a name that nobody knows yet is a fee like any other, and a group of amounts is none")
    func newFees() throws {
        let line = try StatementLine(
            try Self.transaction([
                "fee_tax_breakdown": ["fee": ["moon_fee": "-0.50", "details": ["part": "-9.99"]]]
            ]), .usd)
        #expect(line.fees == ["moon_fee": -50])
    }

    @Test("a reserve counts by what is held back, a correction by its adjustment where nothing else is told")
    func kinds() throws {
        let reserve = try StatementLine(
            try Self.transaction([
                "type": "RESERVE", "reserve_amount": "-5.00", "settlement_amount": "0",
                "fee_tax_breakdown": [:] as [String: Any],
            ]), .usd)
        #expect(reserve.kind == .reserve && reserve.settlement == -500)
        let correction = try StatementLine(
            try Self.transaction([
                "type": "CHARGE_BACK", "order_id": "", "adjustment_order_id": "5765", "settlement_amount": "",
                "adjustment_amount": "-1.00",
            ]), .usd)
        #expect(correction.kind == .adjustment && correction.channelKind == "CHARGE_BACK")
        #expect(correction.settlement == -100 && correction.channelOrder == "5765")
    }

    @Test("commission is the creators', ads' and partners' fees, and no deposit (metric 14)")
    func commission() {
        let commission = StatementWords.commission([
            "affiliate_commission_amount": -235, "affiliate_ads_commission_amount": -80,
            "affiliate_partner_commission_amount": -10, "affiliate_commission_deposit": -999,
            "affiliate_commission_amount_before_pit": -300, "tap_shop_ads_commission": -5,
        ])
        #expect(commission == .init(affiliate: -235, shopAds: -80, partner: -15))
    }

    @Test("percentages are hundredths of a percent; what is no share is not told")
    func shares() {
        #expect(ShopFactsReader.share("95.2") == 9_520)
        #expect(ShopFactsReader.share("100") == 10_000)
        #expect(ShopFactsReader.share("0") == 0)
        #expect(ShopFactsReader.share("100.1") == nil)
        #expect(ShopFactsReader.share("") == nil && ShopFactsReader.share(nil) == nil)
        #expect(ShopFactsReader.share("95.2 %") == nil)
    }
}
