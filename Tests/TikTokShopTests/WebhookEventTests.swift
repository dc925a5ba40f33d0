import Outbound
import Testing
import TikTokShop

struct WebhookEventTests {
    @Test("The documented envelope is read")
    func example() throws {
        let event = try #require(WebhookEvent(Array(Fixture.webhook.utf8)))
        #expect(event.type == .orderStatus)
        #expect(event.notificationID == "7327000000000000001")
        #expect(event.shopID == "7495000000000000001")
        #expect(event.timestamp == UnixSeconds(1_767_225_600))
        #expect(event.data.orderIDs == ["576400000000000001"])
        #expect(event.data.orderStatus == .awaitingShipment)
        #expect(event.data.passesOnHold == true)
    }

    @Test("Ids that come as numbers keep every digit", arguments: [5, 16, 37, 71])
    func numbers(type: Int) throws {
        let event = try #require(
            WebhookEvent(
                Array(
                    #"{"type":\#(type),"shop_id":7495000000000000001,"data":{"product_id":1729000000000000101,"sku_id":1729000000000000102}}"#
                        .utf8)))
        #expect(event.shopID == "7495000000000000001")
        #expect(event.data.productID == "1729000000000000101")
        #expect(event.data.skuID == "1729000000000000102")
    }

    @Test("A change of packages is about every order in them, each once")
    func packages() throws {
        let event = try #require(
            WebhookEvent(
                Array(
                    #"{"type":4,"data":{"package_list":[{"package_id":"1","order_id_list":["a","b"]},{"package_id":"2","order_id_list":["b","c"]}]}}"#
                        .utf8)))
        #expect(event.data.orderIDs == ["a", "b", "c"])
    }

    @Test("An expiry carries its time as a text")
    func expiry() throws {
        let event = try #require(
            WebhookEvent(Array(#"{"type":7,"data":{"message":"soon","expiration_time":"1768212900"}}"#.utf8)))
        #expect(event.data.expirationTime == UnixSeconds(1_768_212_900))
    }

    @Test("Kinds about an account name that instead of a shop")
    func account() throws {
        let event = try #require(WebhookEvent(Array(#"{"type":20,"creator_open_id":"c","data":{}}"#.utf8)))
        #expect(event.creatorOpenID == "c")
        #expect(event.shopID == nil)
    }

    @Test(
        "An unknown kind with data of any shape is still a doorbell",
        arguments: ["7", "[]", "\"x\"", "null", "{\"order_id\":{}}"])
    func unknown(data: String) throws {
        let event = try #require(WebhookEvent(Array(#"{"type":999,"data":\#(data)}"#.utf8)))
        #expect(event.type.rawValue == 999)
        #expect(event.data == WebhookData())
    }

    @Test(
        "What is no webhook is none",
        arguments: [
            "", "{", "[]", "null", "{}", #"{"type":"one"}"#, #"{"type":{}}"#, "\u{0}",
            String(repeating: "[", count: 10_000),
        ])
    func garbage(body: String) {
        #expect(WebhookEvent(Array(body.utf8)) == nil)
        #expect(WebhookEvent([0xFF, 0xFE, 0x7B]) == nil)
    }
}
