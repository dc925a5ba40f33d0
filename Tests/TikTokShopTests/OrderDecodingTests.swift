import Foundation
import Outbound
import Testing
import TikTokShop

struct OrderDecodingTests {
    @Test("The documented example is read whole")
    func example() throws {
        let page = try Fixture.page(Fixture.orders, of: Order.self)
        #expect(page.malformed.isEmpty)
        #expect(page.nextPageToken == nil)
        #expect(page.totalCount == 1)
        let order = try #require(page.items.first)
        #expect(order.id == "576400000000000001")
        #expect(order.status == .awaitingShipment)
        #expect(order.shippingType == .seller)
        #expect(order.fulfillmentType == .seller)
        #expect(order.updateTime == UnixSeconds(1_767_224_700))
        #expect(order.passesOnHold == true)
        #expect(order.isSample == false)
        #expect(order.payment?.totalAmount == "60.41")
        #expect(order.payment?.shippingFeePlatformDiscount == "5.99")
        #expect(order.recipientAddress?.postalCode == "78701")
        #expect(order.recipientAddress?.district("state") == "Texas")
        #expect(order.recipientAddress?.district("City") == "Austin")
    }

    @Test("Units are lines: two of one SKU are two lines")
    func units() throws {
        let order = try #require(try Fixture.page(Fixture.orders, of: Order.self).items.first)
        let lines = try #require(order.lineItems)
        let units = Dictionary(grouping: lines, by: \.skuID).mapValues(\.count)
        #expect(units == ["1729000000000000101": 2, "1729000000000000201": 1])
        #expect(lines[0].taxes?.first?.rate == "0.0825")
        #expect(lines[0].readyToShipTime == nil)
        #expect(lines[2].salePrice == "12.00")
    }

    @Test("Every field may be missing")
    func empty() throws {
        let order = try decode("{}")
        #expect(order == Order())
    }

    @Test("Fields that are not known, and null, are no fault")
    func unknown() throws {
        let order = try decode(#"{"id":"1","brand_new":{"a":[1]},"payment":null,"status":null,"line_items":null}"#)
        #expect(order.id == "1")
        #expect(order.payment == nil && order.status == nil && order.lineItems == nil)
    }

    @Test("A word that is not known is kept")
    func unknownWord() throws {
        let order = try decode(#"{"status":"TELEPORTED","shipping_type":"IN-STORE PICKUP"}"#)
        #expect(order.status?.rawValue == "TELEPORTED")
        #expect(order.shippingType?.rawValue == "IN-STORE PICKUP")
    }

    @Test("Both spellings of a cancelled order are one", arguments: ["CANCEL", "CANCELLED"])
    func cancelled(word: String) throws {
        #expect(try decode(#"{"status":"\#(word)"}"#).status == .cancelled)
    }

    @Test(
        "Ids of any size survive as numbers",
        arguments: [
            "9007199254740993", "576400000000000001", "9223372036854775807", "18446744073709551615",
            "123456789012345678901234567890",
        ])
    func numericIDs(id: String) throws {
        #expect(try decode(#"{"id":\#(id)}"#).id == id)
        #expect(try decode(#"{"id":"\#(id)"}"#).id == id)
    }

    @Test("Numbers and flags may come as texts, and empty texts mean nothing")
    func loose() throws {
        let order = try decode(
            #"{"create_time":"1767221000","paid_time":"","update_time":0,"is_cod":"true","is_sample_order":1,"status":""}"#
        )
        #expect(order.createTime == UnixSeconds(1_767_221_000))
        #expect(order.paidTime == nil && order.updateTime == nil && order.status == nil)
        #expect(order.isCashOnDelivery == true)
        #expect(order.isSample == true)
    }

    @Test("Amounts stay decimal texts, also when they come as numbers")
    func amounts() throws {
        let order = try decode(#"{"payment":{"total_amount":"0.10","tax":12.5,"sub_total":72000}}"#)
        #expect(order.payment?.totalAmount == "0.10")
        #expect(order.payment?.tax == "12.5")
        #expect(order.payment?.subTotal == "72000")
    }

    @Test("One order that cannot be read spoils only itself and is named")
    func isolation() throws {
        let page = try Fixture.page(
            #"{"code":0,"data":{"orders":[{"id":"1"},{"id":2,"line_items":[{"sku_id":{}}]},7,{"id":"3"}]}}"#,
            of: Order.self)
        #expect(page.items.map(\.id) == ["1", "3"])
        #expect(page.malformed.map(\.index) == [1, 2])
        #expect(page.malformed[0].id == "2")
        #expect(page.malformed[0].problem.hasSuffix("line_items[0].sku_id: is not a text"))
        #expect(page.malformed[1].id == nil)
    }

    @Test("What is written can be read again")
    func roundTrip() throws {
        let order = try #require(try Fixture.page(Fixture.orders, of: Order.self).items.first)
        let data = try JSONEncoder().encode(order)
        #expect(try JSONDecoder().decode(Order.self, from: data) == order)
    }

    private func decode(_ json: String) throws -> Order {
        try JSONDecoder().decode(Order.self, from: Data(json.utf8))
    }
}
