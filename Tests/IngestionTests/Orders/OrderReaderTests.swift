import Contracts
import Foundation
import Testing
import TikTokShop

@testable import Ingestion

struct OrderReaderTests {
    @Test("the order of the reference becomes two lines with exact amounts")
    func reference() throws {
        let snapshot = try Samples.reader.read(Samples.order()).snapshot
        #expect(snapshot.channelOrder == "576400000000000001")
        #expect(snapshot.status == .awaitingShipment)
        #expect(snapshot.channelStatus == "AWAITING_SHIPMENT")
        #expect(snapshot.shipping == .seller)
        #expect(snapshot.market == "US")
        #expect(snapshot.currency == .usd)
        #expect(snapshot.shippingFee == 599)
        #expect(snapshot.placedAt == Instant(seconds: 1_767_221_000))
        #expect(snapshot.paidAt == Instant(seconds: 1_767_221_042))
        #expect(snapshot.shipBy == Instant(seconds: 1_767_484_800))
        #expect(snapshot.flags == [])
        try #require(snapshot.lines.count == 2)
        // Two tumblers at 24.90 less 2.00 less 1.00, 1.81 tax each.
        let tumblers = snapshot.lines[0]
        #expect(tumblers.units == OrderLine.Units(open: 2))
        #expect(tumblers.channelLines == ["577000000000000011", "577000000000000012"])
        #expect(tumblers.original == 4980)
        #expect(tumblers.sellerDiscount == 400)
        #expect(tumblers.platformDiscount == 200)
        #expect(tumblers.tax == 362)
        #expect(tumblers.title == "Demo tumbler, Blue, 500 ml")
        #expect(snapshot.lines[1].title == "Demo brush")
        #expect(snapshot.lines[1].original == 1250)
    }

    @Test("ids that come as numbers of 19 digits keep every digit")
    func numericIDs() throws {
        let line = Samples.tumbler(577_000_000_000_000_011 as Int64, ["sku_id": 1_729_000_000_000_000_101 as Int64])
        let order = try Samples.order(["id": 576_400_000_000_000_001 as Int64], lines: [line])
        let snapshot = try Samples.reader.read(order).snapshot
        #expect(snapshot.channelOrder == "576400000000000001")
        #expect(snapshot.lines[0].channelSKU == "1729000000000000101")
        #expect(snapshot.lines[0].channelLines == ["577000000000000011"])
    }

    @Test("the webhooks' CANCEL is the API's CANCELLED, and cancels every unit", arguments: ["CANCEL", "CANCELLED"])
    func cancelled(word: String) throws {
        let snapshot = try Samples.reader.read(Samples.order(["status": word])).snapshot
        #expect(snapshot.status == .cancelled)
        #expect(snapshot.channelStatus == "CANCELLED")
        #expect(snapshot.lines.map(\.units) == [OrderLine.Units(cancelled: 2), OrderLine.Units(cancelled: 1)])
    }

    @Test("a status that nobody knows is kept beside `other`, and its units stay open")
    func unknownWords() throws {
        let lines = [Samples.tumbler("1", ["display_status": "TELEPORTED"])]
        let order = try Samples.order(["status": "TELEPORTED", "shipping_type": "DRONE"], lines: lines)
        let snapshot = try Samples.reader.read(order).snapshot
        #expect(snapshot.status == .other)
        #expect(snapshot.channelStatus == "TELEPORTED")
        #expect(snapshot.shipping == .other)
        #expect(snapshot.lines[0].units == OrderLine.Units(open: 1))
    }

    @Test("fields that nobody knows do no harm, whatever is in them")
    func unknownFields() throws {
        let novel: [String: Any] = ["x_new": ["deep": [[["a": NSNull()]]], "n": 1e300], "payment_v9": "?"]
        let plain = try Samples.reader.read(Samples.order())
        #expect(try Samples.reader.read(Samples.order(novel)) == plain)
        let lines = [Samples.tumbler("1", novel)]
        #expect(try Samples.reader.read(Samples.order(lines: lines)).snapshot.lines.count == 1)
    }

    @Test("an order of a market without a ship call is kept like any other")
    func unknownMarket() throws {
        let reader = OrderReader(market: "XX", buyers: Samples.buyers, readAt: Samples.readAt)
        #expect(try reader.read(Samples.order()).snapshot.market == "XX")
    }

    @Test("each unit is counted where its own line is")
    func places() throws {
        let states = ["AWAITING_SHIPMENT", "AWAITING_COLLECTION", "IN_TRANSIT", "DELIVERED", "COMPLETED", "CANCELLED"]
        let lines = states.enumerated().map { Samples.tumbler("\($0.offset + 1)", ["display_status": $0.element]) }
        let snapshot = try Samples.reader.read(Samples.order(["status": "PARTIALLY_SHIPPING"], lines: lines)).snapshot
        #expect(snapshot.lines[0].units == OrderLine.Units(open: 1, shipConfirmed: 1, handedOver: 3, cancelled: 1))
    }

    @Test("a line without a status is where its order is")
    func missingLineStatus() throws {
        let line = Samples.tumbler("1", ["display_status": ""])
        let snapshot = try Samples.reader.read(Samples.order(["status": "IN_TRANSIT"], lines: [line])).snapshot
        #expect(snapshot.lines[0].units == OrderLine.Units(handedOver: 1))
    }

    @Test("a gift is a line of its own beside the same listing sold")
    func gifts() throws {
        let lines = [Samples.tumbler("1"), Samples.tumbler("2", ["is_gift": true, "original_price": "0"])]
        let snapshot = try Samples.reader.read(Samples.order(lines: lines)).snapshot
        #expect(snapshot.lines.map(\.isGift) == [false, true])
        #expect(snapshot.lines.map(\.ordered) == [1, 1])
    }

    @Test("units of one listing that cost differently are lines of their own, each with what was done to it")
    func prices() throws {
        // 24.90 less 2.00, and 24.90 less 12.45; a tax that differs makes a third kind.
        let lines = [
            Samples.tumbler("1"), Samples.tumbler("2", ["seller_discount": "12.45", "display_status": "CANCELLED"]),
            Samples.tumbler("3"), Samples.tumbler("4", ["item_tax": [] as [Any]]),
        ]
        let read = try Samples.reader.read(Samples.order(lines: lines)).snapshot.lines
        #expect(read.map(\.channelLines) == [["1", "3"], ["2"], ["4"]])
        #expect(read.map(\.original) == [4980, 2490, 2490])
        #expect(read.map(\.gmv) == [4580, 1245, 2290])
        #expect(read.map(\.tax) == [362, 181, 0])
        #expect(read.map(\.units.cancelled) == [0, 1, 0])
    }

    @Test(
        "what is special about an order becomes a flag",
        arguments: [
            ("is_sample_order", true as any Sendable, OrderFlag.sample),
            ("is_refundable_sample", true, .refundableSample),
            ("fulfillment_type", "FULFILLMENT_BY_TIKTOK", .fulfilledByChannel),
            ("fulfillment_type", "FULFILLMENT_BY_DILAYANI_TOKOPEDIA", .fulfilledByChannel),
            ("is_buyer_request_cancel", true, .cancelRequested), ("is_cod", true, .cashOnDelivery),
            ("is_replacement_order", true, .replacement), ("is_exchange_order", true, .exchange),
            ("order_type", "PRE_ORDER", .preOrder),
        ])
    func flags(field: String, value: any Sendable, flag: OrderFlag) throws {
        #expect(try Samples.reader.read(Samples.order([field: value])).snapshot.flags == [flag])
    }

    @Test("a bundle names its parts with the units in one bundle")
    func bundles() throws {
        let parts: [[String: Any]] = [
            ["sku_id": "11", "sku_count": 2, "seller_sku": "A"], ["sku_id": 12, "sku_count": "1"],
        ]
        let line = Samples.tumbler("1", ["combined_listing_skus": parts])
        let components = try Samples.reader.read(Samples.order(lines: [line])).snapshot.lines[0].components
        #expect(
            components == [
                OrderLine.Component(channelSKU: "11", sellerSKU: "A", units: 2),
                OrderLine.Component(channelSKU: "12", sellerSKU: "", units: 1),
            ])
    }

    @Test("a buyer has the same pseudonym in one brand and another in the next, and it is not the id")
    func pseudonyms() throws {
        let other = BuyerPseudonyms(tenant: .mint(), key: Samples.buyers.key)
        let pseudonym = Samples.buyers.pseudonym("7021000000000000001")
        #expect(pseudonym == Samples.buyers.pseudonym("7021000000000000001"))
        #expect(pseudonym != other.pseudonym("7021000000000000001"))
        #expect(pseudonym.count == 32)
        #expect(try Samples.reader.read(Samples.order()).snapshot.buyer == pseudonym)
    }

    @Test("a snapshot holds nothing of the person")
    func noPersonalData() throws {
        let snapshot = try Samples.reader.read(Samples.order(["buyer_email": "demo@chat.example"])).snapshot
        let text = String(decoding: try JSONEncoder().encode(snapshot), as: UTF8.self)
        for part in ["Ana", "555-***-0100", "Sample St", "78701", "demo@chat", "7021000000000000001"] {
            #expect(!text.contains(part))
        }
    }

    @Test("yen have no minor unit; dollars of three places are refused, zeros behind are not")
    func currencies() throws {
        let line = Samples.tumbler(
            "1",
            [
                "currency": "JPY", "original_price": "1500.00", "seller_discount": "0", "platform_discount": "0",
                "item_tax": [],
            ])
        let order = try Samples.order(["payment": ["currency": "JPY", "shipping_fee": "300"]], lines: [line])
        let snapshot = try Samples.reader.read(order).snapshot
        #expect(snapshot.lines[0].original == 1500)
        #expect(snapshot.shippingFee == 300)
        let odd = [Samples.tumbler("1", ["original_price": "1.005"])]
        #expect(try fault(lines: odd) == "line_items[0].original_price has more than 2 decimal places")
    }

    // MARK: Times

    @Test("ship-by is the channel's promise, else when it cancels for not having shipped, else unknown")
    func shipBy() throws {
        func read(_ promised: Any, _ due: Any) throws -> Instant? {
            try Samples.reader.read(Samples.order(["rts_sla_time": promised, "shipping_due_time": due])).snapshot.shipBy
        }
        #expect(try read(1_767_484_800, 1_767_830_400) == Instant(seconds: 1_767_484_800))
        #expect(try read(0, 1_767_830_400) == Instant(seconds: 1_767_830_400))
        #expect(try read(NSNull(), "1767830400") == Instant(seconds: 1_767_830_400))
        #expect(try read(0, 0) == nil)
    }

    @Test("it was shipped when the last line was, else when the order says")
    func shippedAt() throws {
        func read(_ order: Int, _ lines: [Int]) throws -> Instant? {
            let items = lines.enumerated().map { Samples.tumbler("\($0.offset)", ["rts_time": $0.element]) }
            return try Samples.reader.read(Samples.order(["rts_time": order], lines: items)).snapshot.shippedAt
        }
        #expect(try read(1_767_224_600, [1_767_224_650, 1_767_224_640, 0]) == Instant(seconds: 1_767_224_650))
        #expect(try read(1_767_224_600, [0, 0]) == Instant(seconds: 1_767_224_600))
        #expect(try read(0, [0]) == nil)
        #expect(try read(-5, [-7]) == nil)
    }

    // MARK: Prices

    @Test("a line with a sale price alone has its discounts put back on: they are taken off once")
    func salePriceAlone() throws {
        // 21.90 + 2.00 + 1.00 = 24.90; GMV is that less the seller's 2.00 = 22.90.
        let line = Samples.tumbler("1", ["original_price": "", "sale_price": "21.90"])
        let read = try Samples.reader.read(Samples.order(lines: [line])).snapshot.lines[0]
        #expect(read.original == 2490)
        #expect(read.gmv == 2290)
    }

    @Test("a line without any price is worth nothing, and no discount of it is a price")
    func noPrice() throws {
        let bare: [String: Any] = ["original_price": "", "sale_price": ""]
        #expect(
            try fault(lines: [Samples.tumbler("1", bare)])
                == "line_items[0].seller_discount is more than the price")
        let free = Samples.tumbler("1", bare.merging(["seller_discount": "0", "platform_discount": "0"]) { $1 })
        #expect(try Samples.reader.read(Samples.order(lines: [free])).snapshot.lines[0].original == 0)
    }

    @Test("taxes that together are beyond any price are refused before thousands of lines are added up")
    func absurdTaxes() throws {
        let taxes = Array(repeating: ["tax_amount": "1000000000000.00"], count: 2)
        #expect(
            try fault(lines: [Samples.tumbler("1", ["item_tax": taxes])])
                == "line_items[0].item_tax[1].tax_amount is beyond any price")
    }
}
