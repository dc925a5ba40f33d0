import Contracts
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Credited orders: three ways to write a rate, amounts laid out for people, words in any case.
struct AffiliateReaderTests {
    private static let reader = AffiliateReader(side: .shop(Samples.shop), readAt: Samples.readAt)
    private static let creator = AffiliateReader(
        side: .creator(CreatorID(Samples.shop.uuid)), readAt: Samples.readAt)

    /// A listing as a seller sees it, from the reference.
    static func sku(_ changes: [String: Any] = [:]) -> [String: Any] {
        let fields: [String: Any] = [
            "sku_id": "1729000000000000101", "product_id": "1729000000000000001", "quantity": 2,
            "price": ["amount": "24.90", "currency": "USD"], "creator_username": "demo_creator",
            "content_type": "VIDEO", "content_id": "7490000000000000001", "settlement_status": "To-SETTLE",
            "commission_rate": "1500", "shop_ads_commission_rate": "800",
            "estimated_commission_base": ["amount": "$43.80", "currency": "USD"],
            "estimated_paid_commission": ["amount": "6.57", "currency": "USD"],
        ]
        return fields.merging(changes) { $1 }
    }

    static func order(
        _ id: String = "576400000000000001", _ skus: [[String: Any]] = [sku()], _ changes: [String: Any] = [:]
    ) throws -> AffiliateOrder {
        let fields: [String: Any] = [
            "id": id, "create_time": 1_767_221_000, "delivery_time": 1_767_480_000, "status": "PROCESSING",
            "skus": skus,
        ]
        return try Samples.decode(AffiliateOrder.self, fields.merging(changes) { $1 })
    }

    private func row(_ changes: [String: Any] = [:]) throws -> AffiliateOrderChanged.Row {
        try #require(try Self.reader.read(try Self.order("1", [Self.sku(changes)])).rows.first)
    }

    @Test("the reference's order, as the seller sees it")
    func reference() throws {
        let read = try Self.reader.read(try Self.order())
        #expect(read.shop == Samples.shop && read.creator == nil && read.version == 0)
        let row = try #require(read.rows.first)
        #expect(row.rate == 1_500 && row.shopAdsRate == 800)
        // 2 × 24.90; the base is told as $43.80, and 15 % of that is 6.57.
        #expect(row.sales == 4_980 && row.estimatedBase == 4_380 && row.estimatedCommission == 657)
        #expect(row.status == .toSettle && row.channelStatus == "To-SETTLE" && row.attribution == .direct)
        #expect(row.settledCommission == nil && row.units == 2 && row.creatorName == "demo_creator")
    }

    @Test("a creator's rupiah laid out for people are whole rupiah, with a rate as a number")
    func rupiah() throws {
        let amount = { (text: String) -> [String: Any] in ["amount": text, "currency": "IDR"] }
        let sku: [String: Any] = [
            "id": "1729", "quantity": 1, "price": amount("Rp9.900"), "shop_name": "Toko", "commission_rate": 1_000,
            "estimated_commission_base": amount("Rp9.900"), "estimated_commission": amount("Rp990"),
            "actual_commission_base": amount("Rp9.900"), "actual_commission": amount("Rp990"),
            "actual_shop_ads_commission": amount("Rp0"),
        ]
        let read = try Self.creator.read(try Self.order("1", [sku], ["status": "SETTLED"]))
        #expect(read.shop == nil && read.creator != nil)
        let row = try #require(read.rows.first)
        // Rupiah have two digits by ISO 4217: 9,900 are 990,000 of the smallest unit.
        #expect(row.estimatedBase == 990_000 && row.settledBase == 990_000 && row.settledCommission == 99_000)
        #expect(row.rate == 1_000 && row.shopAdsRate == nil && row.settledShopAds == 0)
        #expect(row.status == .settled && row.channelSKU == "1729" && row.shopName == "Toko")
    }

    @Test(
        "words of settlement in any case and with any separator",
        arguments: [
            ("AWAITING PAYMENT", AffiliateOrderChanged.Status.awaitingPayment), ("To-SETTLE", .toSettle),
            ("to settle", .toSettle), ("SETTLED", .settled), ("INELIGIBLE", .ineligible), ("Unknown", .unknown),
            ("MOON", .unknown),
        ])
    func words(word: String, status: AffiliateOrderChanged.Status) throws {
        #expect(try row(["settlement_status": word]).status == status)
    }

    @Test(
        "without a word of its own a listing has the order's",
        arguments: [
            ("COMPLETED", AffiliateOrderChanged.Status.settled), ("ORDERED", .toSettle), ("REFUNDED", .ineligible),
            ("FROZEN", .unknown),
        ])
    func orderWords(word: String, status: AffiliateOrderChanged.Status) throws {
        let order = try Self.order("1", [Self.sku(["settlement_status": ""])], ["status": word])
        #expect(try Self.reader.read(order).rows.first?.status == status)
    }

    @Test("an estimate that can be read in two ways is not told; a settled amount that cannot be read is a fault")
    func unreadable() throws {
        #expect(try row(["estimated_commission_base": ["amount": "about 9", "currency": "USD"]]).estimatedBase == nil)
        #expect(try row(["estimated_commission_base": ["amount": "43.80", "currency": "EUR"]]).estimatedBase == nil)
        let settled: [String: Any] = [
            "settlement_status": "SETTLED", "actual_paid_commission": ["amount": "much", "currency": "USD"],
        ]
        let fault = #expect(throws: OrderFault.self) { try row(settled) }
        #expect(fault?.field == "skus[0].actual_commission.amount")
    }

    @Test("a rate outside 0 to 100 % is not told")
    func rates() throws {
        #expect(try row(["commission_rate": "10001"]).rate == nil)
        #expect(try row(["commission_rate": ""]).rate == nil)
        #expect(try row(["commission_rate": "0"]).rate == 0)
    }

    @Test("parts of an order on two pages become one, and the same again is nothing new")
    func parts() throws {
        var ledger = AffiliateLedger(Self.reader, known: [:])
        let second = Self.sku(["sku_id": "1729000000000000201"])
        ledger.take(try Self.order("1", [Self.sku()]))
        ledger.take(try Self.order("1", [second]))
        let told = try #require(ledger.changed.first)
        #expect(ledger.changed.count == 1 && told.version == 1 && told.rows.count == 2)
        var again = AffiliateLedger(Self.reader, known: ["1": told])
        again.take(try Self.order("1", [second]))
        again.take(try Self.order("1", [Self.sku()]))
        #expect(again.changed.isEmpty && again.read == ["1"])
        again.take(try Self.order("1", [Self.sku(["settlement_status": "INELIGIBLE"])]))
        #expect(again.changed.first?.version == 2)
        #expect(again.changed.first?.rows.map(\.status) == [.ineligible, .toSettle])
    }

    @Test("what cannot be read is a fault under a name of its own, and leaves the others alone")
    func faults() throws {
        var ledger = AffiliateLedger(Self.reader, known: [:])
        ledger.take(
            try Self.order(
                "1",
                [
                    Self.sku([
                        "price": [:] as [String: Any], "estimated_commission_base": [:] as [String: Any],
                        "estimated_paid_commission": [:] as [String: Any],
                    ])
                ]))
        ledger.take(try Self.order("2"))
        #expect(ledger.faults.map(\.key) == ["affiliate/1"])
        #expect(ledger.faults.first?.fault.field == "skus[0].price.currency")
        #expect(ledger.changed.map(\.channelOrder) == ["2"])
    }
}
