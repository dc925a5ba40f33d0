import Foundation
import Outbound
import Testing
import TikTokShop

/// Replies other than orders and stock.
struct ReplyDecodingTests {
    @Test("A cancellation is read with what the seller has to do")
    func cancellation() throws {
        let json = #"{"code":0,"data":{"cancellations":[\#(Fixture.cancellation)]}}"#
        let cancellation = try #require(try Fixture.page(json, of: Cancellation.self).items.first)
        #expect(cancellation.id == "4035000000000000001")
        #expect(cancellation.orderID == "576400000000000001")
        #expect(cancellation.status == .pending)
        #expect(cancellation.refundAmount?.total == "60.41")
        #expect(cancellation.nextActions?.first?.deadline == UnixSeconds(1_767_402_800))
        #expect(cancellation.replenishesStock == true)
    }

    @Test("Both spellings of a withdrawn cancellation are one")
    func withdrawn() {
        #expect(CancellationStatus(rawValue: "CANCELLATION_REQUEST_CANCELLED") == .cancelled)
        #expect(CancellationStatus(rawValue: "CANCELLATION_REQUEST_CANCEL") == .cancelled)
    }

    @Test("A return is read by unit")
    func returns() throws {
        let json = #"""
            {"code":0,"data":{"return_orders":[{"return_id":"4035","order_id":"5764","return_type":"RETURN_AND_REFUND",
            "return_status":"BUYER_SHIPPED_ITEM","refund_amount":{"currency":"USD","refund_total":"60.79"},
            "return_line_items":[{"return_line_item_id":"1","order_line_item_id":"2","sku_id":"3",
            "refund_amount":{"currency":"USD","refund_total":"60.79"}}],"update_time":1724833101}]}}
            """#
        let order = try #require(try Fixture.page(json, of: ReturnOrder.self).items.first)
        #expect(order.status == .buyerShipped)
        #expect(order.refundAmount?.total == "60.79")
        #expect(order.lineItems?.first?.orderLineItemID == "2")
    }

    @Test("Only reasons that every eligible line allows may be named")
    func reasons() throws {
        let json = #"""
            {"code":0,"data":{"sku_eligibility":[{"sku_id":"1","line_item_eligibility":[
            {"request_type":"CANCEL","eligible":true,"available_reason_names":["a","b","c"]}]},
            {"sku_id":"2","line_item_eligibility":[
            {"request_type":"CANCEL","eligible":true,"available_reason_names":["c","b"]},
            {"request_type":"CANCEL","eligible":false,"ineligible_code":25001011}]}]}}
            """#
        let eligibility = try Fixture.reply(json, as: Eligibility.self)
        #expect(eligibility.reasons == ["b", "c"])
        #expect(eligibility.skus?[1].lines?[1].ineligibleCode == 25_001_011)
    }

    @Test("A single reason may come as a text, and none leaves nothing to name")
    func singleReason() throws {
        let one = try Fixture.reply(
            #"{"code":0,"data":{"sku_eligibility":[{"line_item_eligibility":[{"eligible":true,"available_reason_names":"a"}]}]}}"#,
            as: Eligibility.self)
        #expect(one.reasons == ["a"])
        #expect(try Fixture.reply(#"{"code":0,"data":{}}"#, as: Eligibility.self).reasons.isEmpty)
    }

    @Test("Marking shipped tells the package, and a doubt where there is one")
    func markShipped() throws {
        let reply = try Fixture.reply(
            #"{"code":0,"data":{"order_id":"5764","package_id":"1153","order_line_item_ids":["1"],"warning":{"message":"m"}}}"#,
            as: MarkShipped.Reply.self)
        #expect(reply.packageID == "1153")
        #expect(reply.lineItemIDs == ["1"])
        #expect(reply.warning?.message == "m")
    }

    @Test("A warehouse is read with the channel's own spelling")
    func warehouse() throws {
        let json = #"""
            {"code":0,"data":{"warehouses":[{"id":"6955","name":"Main","effect_status":"ENABLED","type":"SALES_WAREHOUSE",
            "is_default":true,"address":{"region_code":"US","state":"Texas","city":"Austin","distict":"Travis","postal_code":"78701"}}]}}
            """#
        let warehouse = try #require(try Fixture.page(json, of: Warehouse.self).items.first)
        #expect(warehouse.isDefault == true)
        #expect(warehouse.address?.district == "Travis")
    }

    @Test("Weight and size of a listing's parcel are read")
    func product() throws {
        let product = try Fixture.reply(
            #"{"code":0,"data":{"id":"1","package_weight":{"unit":"KILOGRAM","value":"0.2"},"package_dimensions":{"length":"10","unit":"CENTIMETER"}}}"#,
            as: Product.self)
        #expect(product.packageWeight == Weight("0.2", "KILOGRAM"))
        #expect(product.packageDimensions?.length == "10")
    }

    @Test("An empty object is the whole answer of a ship call", arguments: [#"{"code":0,"data":{}}"#, #"{"code":0}"#])
    func nothing(json: String) throws {
        _ = try Fixture.reply(json, as: ShipPackage.Reply.self)
    }
}
