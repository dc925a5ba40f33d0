import Foundation
import Outbound
import Testing

@testable import TikTokShop

/// What goes over the wire for each call.
struct CallTests {
    @Test("A search has its paging in the query and its filters in the body")
    func searchOrders() throws {
        var filter = SearchOrders.Filter()
        filter.updated = TimeWindow(from: UnixSeconds(1_767_220_000), until: UnixSeconds(1_767_225_600))
        filter.status = .awaitingShipment
        var call = SearchOrders(filter, paging: Paging(by: .updateTime, size: 50))
        call.pageToken = "6A+P/q=="
        let request = try Fixture.request(call)
        #expect(request.method == .post)
        #expect(
            request.url.hasPrefix(
                "https://open-api.tiktokglobalshop.com/order/202309/orders/search?page_size=50&sort_field=update_time"
                    + "&sort_order=ASC&page_token=6A%2BP%2Fq%3D%3D&app_key=6ak9demo1&timestamp=1767225600"
                    + "&shop_cipher=ROW_demoCipher01&sign="))
        #expect(
            body(request)
                == #"{"order_status":"AWAITING_SHIPMENT","update_time_ge":1767220000,"update_time_lt":1767225600}"#)
    }

    @Test("A search without filters sends an empty object")
    func unfiltered() throws {
        #expect(body(try Fixture.request(SearchOrders())) == "{}")
        #expect(body(try Fixture.request(SearchProducts())) == "{}")
        #expect(body(try Fixture.request(SearchCancellations())) == "{}")
        #expect(body(try Fixture.request(SearchReturns())) == "{}")
    }

    @Test("Token and content type are fields, and the signature fits path, query and body")
    func signed() throws {
        let request = try Fixture.request(GetOrders(ids: ["576400000000000001", "576400000000000002"]))
        #expect(request.headers["x-tts-access-token"] == "ROW_demoAccess")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(request.body.isEmpty)
        // The derived vector for these very ids, app, shop and second.
        #expect(
            request.url.hasSuffix("&sign=0ce6a599873028ef8e8e750709f5b76b07f66bc058f2d14a247010c6c231296c"))
        #expect(request.url.contains("ids=576400000000000001%2C576400000000000002&"))
    }

    @Test("Authorized shops are asked for without a cipher, even if one is at hand")
    func noCipher() throws {
        let request = try Fixture.request(GetAuthorizedShops())
        #expect(!request.url.contains("shop_cipher"))
    }

    @Test("A call that needs a cipher is refused without one")
    func missingCipher() throws {
        let error = #expect(throws: TikTokShopError.self) {
            try Fixture.request(GetWarehouses(), access: ShopAccess(token: Credential("t")))
        }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.message == "shop_cipher: the call needs one")
        #expect(error?.requestWritten == false)
    }

    @Test("Shipping by the seller names number and carrier")
    func markShipped() throws {
        let call = MarkShipped(
            orderID: "576400000000000001", trackingNumber: "1ZDEMO0001", providerID: "7117000000000000001",
            lineItemIDs: ["577000000000000011", "577000000000000012"])
        let request = try Fixture.request(call)
        #expect(request.url.contains("/fulfillment/202309/orders/576400000000000001/packages?"))
        #expect(
            body(request)
                == #"{"order_line_item_ids":["577000000000000011","577000000000000012"],"#
                + #""shipping_provider_id":"7117000000000000001","tracking_number":"1ZDEMO0001"}"#)
    }

    @Test("A package ships with nothing, or with the seller's carrier")
    func shipPackage() throws {
        #expect(body(try Fixture.request(ShipPackage(packageID: "1153000000000000001"))) == "{}")
        let call = ShipPackage(
            packageID: "1153000000000000001", handover: .dropOff, selfShipment: SelfShipment("JT00012345", "711"))
        #expect(
            body(try Fixture.request(call))
                == #"{"handover_method":"DROP_OFF","self_shipment":{"shipping_provider_id":"711","tracking_number":"JT00012345"}}"#
        )
    }

    @Test("A package is made of one whole order")
    func createPackage() throws {
        let call = CreatePackage(
            orderID: "576400000000000001", serviceID: "srv1", weight: Weight("520", "GRAM"),
            dimension: Dimensions(length: "10", width: "8", height: "4", unit: "CM"))
        #expect(
            body(try Fixture.request(call))
                == #"{"dimension":{"height":"4","length":"10","unit":"CM","width":"8"},"order_id":"576400000000000001","#
                + #""ship_type":"1","shipping_service_id":"srv1","weight":{"unit":"GRAM","value":"520"}}"#)
    }

    @Test("A package of some lines of an order names them")
    func createPartPackage() throws {
        let call = CreatePackage(orderID: "5764", lineItemIDs: ["5771", "5772"], serviceID: "srv1")
        #expect(
            body(try Fixture.request(call))
                == #"{"order_id":"5764","order_line_item":[{"order_line_item_id":"5771"},"#
                + #"{"order_line_item_id":"5772"}],"ship_type":"2","shipping_service_id":"srv1"}"#)
    }

    @Test("A decision carries its key in the query")
    func decisions() throws {
        let approve = try Fixture.request(ApproveCancellation(cancelID: "4035", idempotencyKey: "key-1"))
        #expect(approve.url.contains("/return_refund/202309/cancellations/4035/approve?idempotency_key=key-1&"))
        #expect(body(approve) == "{}")
    }

    @Test("A cancellation names order, reason and units")
    func cancel() throws {
        let call = CancelOrder(orderID: "5764", reason: "out_of_stock", parts: [.init(skuID: "1729", quantity: 2)])
        #expect(
            body(try Fixture.request(call))
                == #"{"cancel_reason":"out_of_stock","order_id":"5764","skus":[{"quantity":2,"sku_id":"1729"}]}"#)
    }

    @Test("The document is asked for by type and size")
    func document() throws {
        let request = try Fixture.request(GetShippingDocument(packageID: "1153", size: .a5))
        #expect(
            request.url.contains("/packages/1153/shipping_documents?document_type=SHIPPING_LABEL&document_size=A5&"))
    }

    @Test("The way of an order's parcels is asked for by the order")
    func tracking() throws {
        let request = try Fixture.request(GetTracking(orderID: "576400000000000001"))
        #expect(request.method == .get && request.body.isEmpty)
        #expect(request.url.contains("/fulfillment/202309/orders/576400000000000001/tracking?"))
    }

    @Test("Webhooks are subscribed by PUT, listed by GET and ended by DELETE")
    func webhooks() throws {
        let subscribe = try Fixture.request(
            SubscribeWebhook(topic: .orderStatus, address: "https://hooks.example.com/tts"))
        #expect(subscribe.method == .put)
        #expect(body(subscribe) == #"{"address":"https://hooks.example.com/tts","event_type":"ORDER_STATUS_CHANGE"}"#)
        #expect(try Fixture.request(ListWebhooks()).method == .get)
        let delete = try Fixture.request(DeleteWebhook(topic: .orderStatus))
        #expect(delete.method == .delete)
        #expect(body(delete) == #"{"event_type":"ORDER_STATUS_CHANGE"}"#)
    }

    @Test("The upper end of a window of products counts, so that it is moved by a second")
    func searchProducts() throws {
        var filter = SearchProducts.Filter()
        filter.updated = TimeWindow(from: UnixSeconds(100), until: UnixSeconds(200))
        #expect(body(try Fixture.request(SearchProducts(filter))) == #"{"update_time_ge":100,"update_time_le":199}"#)
    }

    private func body(_ request: Outbound.HTTPRequest) -> String {
        String(decoding: request.body, as: UTF8.self)
    }
}
