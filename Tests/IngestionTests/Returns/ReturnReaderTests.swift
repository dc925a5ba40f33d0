import Contracts
import Foundation
import Testing
import TikTokShop

@testable import Ingestion

struct ReturnReaderTests {
    private let reader = ReturnReader(prices: UnitPrices(), readAt: Instant(seconds: 1_767_400_000))

    @Test("the cancellation of the reference keeps its amounts and the seller's deadline")
    func cancellation() throws {
        let snapshot = try reader.read(Self.cancellation())
        #expect(snapshot.kind == .cancellation)
        #expect(snapshot.status == .requested)
        #expect(snapshot.requestedBy == "buyer")
        #expect(snapshot.goodsRefund == 5580)
        #expect(snapshot.taxRefund == 461)
        #expect(snapshot.shippingRefund == 0)
        #expect(snapshot.answerBy == Instant(seconds: 1_767_402_800))
    }

    @Test("units of one listing are counted together; one sum is spread by what they cost, to the cent")
    func spreading() throws {
        // 55.80 over two tumblers at 21.90 and a brush at 12.00: 43.80 and 12.00.
        let prices = UnitPrices(listings: ["101": 2190, "201": 1200])
        let reader = ReturnReader(prices: prices, readAt: Instant(seconds: 1_767_400_000))
        let lines = [["sku_id": "101"], ["sku_id": "101"], ["sku_id": "201"]]
        let snapshot = try reader.read(Self.cancellation(["cancel_line_items": lines]))
        #expect(
            snapshot.lines == [
                ReturnChanged.Line(channelSKU: "101", units: 2, goodsRefund: 4380),
                ReturnChanged.Line(channelSKU: "201", units: 1, goodsRefund: 1200),
            ])
    }

    @Test("units of one listing that cost differently are lines of their own, with the order's names of them")
    func pricesOfOneListing() throws {
        // Units 1 and 3 at 24.90 − 2.00 = 22.90, unit 2 at 24.90 − 12.45 = 12.45.
        func sold(_ units: [String], _ discount: Int64) -> OrderLine {
            let count = Int64(units.count)
            return OrderLine(
                channelSKU: "101", channelProduct: "", sellerSKU: "", title: "", channelLines: units,
                units: .init(handedOver: units.count), isGift: false, original: 2490 * count,
                sellerDiscount: discount * count, platformDiscount: 0, tax: 0)
        }
        let prices = UnitPrices([sold(["1", "3"], 200), sold(["2"], 1245)])
        let reader = ReturnReader(prices: prices, readAt: Instant(seconds: 1_767_400_000))
        func lines(_ units: [String], goods: String, refunds: [String?] = []) throws -> [ReturnChanged.Line] {
            let items = units.enumerated().map { index, unit -> [String: Any] in
                let told = index < refunds.count ? refunds[index] : nil
                let refund: [String: Any] = told.map { ["refund_amount": ["refund_subtotal": $0]] } ?? [:]
                return refund.merging(["sku_id": "101", "order_line_item_id": unit]) { $1 }
            }
            let amount = ["currency": "USD", "refund_subtotal": goods]
            return try reader.read(Self.returned(["refund_amount": amount, "return_line_items": items])).lines
        }
        // One sum for all three: 2 × 22.90 + 12.45 = 58.25.
        #expect(
            try lines(["1", "2", "3"], goods: "58.25") == [
                .init(channelSKU: "101", units: 2, goodsRefund: 4580, channelLines: ["1", "3"]),
                .init(channelSKU: "101", units: 1, goodsRefund: 1245, channelLines: ["2"]),
            ])
        #expect(
            try lines(["2", "3"], goods: "15.00", refunds: ["10.00", "5.00"]) == [
                .init(channelSKU: "101", units: 1, goodsRefund: 1000, channelLines: ["2"]),
                .init(channelSKU: "101", units: 1, goodsRefund: 500, channelLines: ["3"]),
            ])
        // A unit that the order does not have costs what the dearest does: 22.90 of 35.35, with its name or without.
        #expect(
            try lines(["9", "2"], goods: "35.35") == [
                .init(channelSKU: "101", units: 1, goodsRefund: 2290, channelLines: ["9"]),
                .init(channelSKU: "101", units: 1, goodsRefund: 1245, channelLines: ["2"]),
            ])
        #expect(try lines(["", "2"], goods: "35.35").map(\.channelLines) == [nil, ["2"]])
    }

    @Test("refunds that are told per unit are taken as they are")
    func perUnit() throws {
        let lines: [[String: Any]] = [
            ["sku_id": "101", "refund_amount": ["refund_subtotal": "20.00"]],
            ["sku_id": "201", "refund_amount": ["refund_subtotal": "35.80"]],
        ]
        let snapshot = try reader.read(Self.cancellation(["cancel_line_items": lines]))
        #expect(snapshot.lines.map(\.goodsRefund) == [2000, 3580])
    }

    @Test(
        "a return's words become ours",
        arguments: [
            ("RETURN_OR_REFUND_REQUEST_PENDING", ReturnChanged.Status.requested), ("AWAITING_BUYER_SHIP", .approved),
            ("BUYER_SHIPPED_ITEM", .goodsSent), ("RETURN_OR_REFUND_REQUEST_SUCCESS", .goodsReceived),
            ("RETURN_OR_REFUND_REQUEST_COMPLETE", .completed), ("REFUND_OR_RETURN_REQUEST_REJECT", .rejected),
            ("REPLACEMENT_REQUEST_PENDING", .requested), ("EXCHANGE_REQUEST_CANCEL", .withdrawn),
            ("REPLACEMENT_REQUEST_REFUND_SUCCESS", .completed), ("EXCHANGE_REQUEST_REFUND_SUCCESS", .completed),
            ("REPLACEMENT_REQUEST_COMPLETE", .completed), ("NOVEL", .other),
        ])
    func words(word: String, status: ReturnChanged.Status) throws {
        let snapshot = try reader.read(Self.returned(["return_status": word]))
        #expect(snapshot.status == status)
        #expect(snapshot.channelStatus == word)
    }

    @Test("a refund without goods that succeeded is approved, not received")
    func refundOnly() throws {
        let fields = ["return_status": "RETURN_OR_REFUND_REQUEST_SUCCESS", "return_type": "REFUND"]
        #expect(try reader.read(Self.returned(fields)).status == .approved)
    }

    @Test("the webhook's word for a withdrawn cancellation is the API's")
    func withdrawn() throws {
        for word in ["CANCELLATION_REQUEST_CANCEL", "CANCELLATION_REQUEST_CANCELLED"] {
            #expect(try reader.read(Self.cancellation(["cancel_status": word])).status == .withdrawn)
        }
    }

    @Test("what cannot be read names its field")
    func faults() throws {
        func fault(_ changes: [String: Any]) throws -> String? {
            let cancellation = try Self.cancellation(changes)
            do {
                _ = try reader.read(cancellation)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(try fault(["order_id": ""]) == "order_id is missing")
        #expect(
            try fault(["refund_amount": ["currency": "USD", "refund_tax": "-1"]])
                == "refund_amount.refund_tax is negative")
        #expect(try fault(["cancel_line_items": [[:] as [String: Any]]]) == "cancel_line_items[0].sku_id is missing")
    }

    @Test("what is cancelled unpaid refunds nothing, in the order's currency")
    func unpaid() throws {
        let readAt = Instant(seconds: 1_767_400_000)
        let changes: [String: Any] = ["refund_amount": NSNull(), "cancel_line_items": [["sku_id": "101"]]]
        let unpaid = try Self.cancellation(changes)
        let read = try ReturnReader(prices: UnitPrices(listings: ["101": 2190]), currency: .usd, readAt: readAt)
            .read(unpaid)
        #expect(read.currency == .usd)
        #expect(read.goodsRefund == 0)
        #expect(read.lines == [ReturnChanged.Line(channelSKU: "101", units: 1, goodsRefund: 0)])
        #expect(throws: OrderFault("refund_amount.currency", "is missing")) { try reader.read(unpaid) }
    }

    @Test("a time beyond the clocks' tolerance would outrank everything that follows, and is refused")
    func future() throws {
        let limit = 1_767_400_000 + 86_400
        #expect(try reader.read(Self.cancellation(["update_time": limit])).updatedAt == Instant(seconds: Int64(limit)))
        #expect(throws: OrderFault("update_time", "is in the future")) {
            try reader.read(Self.cancellation(["update_time": limit + 1]))
        }
    }

    @Test("a newer state is the next version; an older one and a repeat are none")
    func versions() throws {
        let empty = StoredReturn(shop: Samples.shop, order: .mint(), version: 0, snapshot: nil)
        let first = try reader.read(Self.cancellation())
        let stored = try #require(empty.applying(first))
        #expect(stored.version == 1)
        #expect(stored.applying(first) == nil)
        #expect(stored.applying(try reader.read(Self.cancellation(["update_time": 1_767_229_999]))) == nil)
        let next = try reader.read(
            Self.cancellation(["update_time": 1_767_230_500, "cancel_status": "CANCELLATION_REQUEST_COMPLETE"]))
        #expect(stored.applying(next)?.version == 2)
        #expect(stored.applying(next)?.message?.status == .completed)
    }

    static func cancellation(_ changes: [String: Any] = [:]) throws -> Cancellation {
        let fields: [String: Any] = [
            "cancel_id": "4035000000000000001", "order_id": "576400000000000001", "cancel_type": "BUYER_CANCEL",
            "cancel_status": "CANCELLATION_REQUEST_PENDING", "role": "BUYER", "create_time": 1_767_230_000,
            "update_time": 1_767_230_000,
            "seller_next_action_response": [["action": "SELLER_RESPOND_BUYER_CANCEL", "deadline": 1_767_402_800]],
            "refund_amount": [
                "currency": "USD", "refund_total": "60.41", "refund_subtotal": "55.80", "refund_shipping_fee": "0",
                "refund_tax": "4.61",
            ],
        ]
        return try Samples.decode(Cancellation.self, fields.merging(changes) { $1 })
    }

    static func returned(_ changes: [String: Any] = [:]) throws -> ReturnOrder {
        let fields: [String: Any] = [
            "return_id": "4036000000000000001", "order_id": "576400000000000001", "return_type": "RETURN_AND_REFUND",
            "return_status": "BUYER_SHIPPED_ITEM", "role": "BUYER", "create_time": 1_767_230_000,
            "update_time": 1_767_230_000, "refund_amount": ["currency": "USD", "refund_subtotal": "21.90"],
            "return_line_items": [["sku_id": "101"]],
        ]
        return try Samples.decode(ReturnOrder.self, fields.merging(changes) { $1 })
    }
}
