import Outbound
import Testing
import TikTokShop

struct WebhookEventTests {
    @Test("The documented envelope is read")
    func example() throws {
        let event = try WebhookEvent(Array(Fixture.webhook.utf8))
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
        let event = try
            (WebhookEvent(
                Array(
                    #"{"type":\#(type),"shop_id":7495000000000000001,"data":{"product_id":1729000000000000101,"sku_id":1729000000000000102}}"#
                        .utf8)))
        #expect(event.shopID == "7495000000000000001")
        #expect(event.data.productID == "1729000000000000101")
        #expect(event.data.skuID == "1729000000000000102")
    }

    @Test("A change of packages is about every order in them, each once")
    func packages() throws {
        let event = try
            (WebhookEvent(
                Array(
                    #"{"type":4,"data":{"package_list":[{"package_id":"1","order_id_list":["a","b"]},{"package_id":"2","order_id_list":["b","c"]}]}}"#
                        .utf8)))
        #expect(event.data.orderIDs == ["a", "b", "c"])
    }

    @Test("An expiry carries its time as a text")
    func expiry() throws {
        let event = try
            (WebhookEvent(Array(#"{"type":7,"data":{"message":"soon","expiration_time":"1768212900"}}"#.utf8)))
        #expect(event.data.expirationTime == UnixSeconds(1_768_212_900))
    }

    @Test("Kinds about an account name that instead of a shop")
    func account() throws {
        let event = try WebhookEvent(Array(#"{"type":20,"creator_open_id":"c","data":{}}"#.utf8))
        #expect(event.creatorOpenID == "c")
        #expect(event.shopID == nil)
    }

    @Test(
        "An unknown kind with data of any shape is still a doorbell",
        arguments: ["7", "[]", "\"x\"", "null", "{\"order_id\":{}}"])
    func unknown(data: String) throws {
        let event = try WebhookEvent(Array(#"{"type":999,"data":\#(data)}"#.utf8))
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
        #expect(throws: WebhookProblem.self) { try WebhookEvent(Array(body.utf8)) }
        #expect(throws: WebhookProblem.self) { try WebhookEvent([0xFF, 0xFE, 0x7B]) }
    }

    @Test(
        "The field that makes it none is named",
        arguments: [
            ("{}", "type is missing"), (#"{"type":null}"#, "type is missing"),
            (#"{"type":"one"}"#, "type is not a whole number"),
            (
                #"{"type":3000000000,"tts_notification_id":"x","shop_id":"1","data":{}}"#,
                "type is not from 0 to 2147483647"
            ),
            (#"{"type":-1}"#, "type is not from 0 to 2147483647"),
            (#"{"type":99999999999999999999}"#, "type is not a whole number"),
            (#"{"type":1,"timestamp":"soon"}"#, "timestamp is not a whole number"),
            (#"{"type":1,"shop_id":[]}"#, "shop_id is not a text"), ("[]", "the body is no JSON object"),
            ("{", "the body is no JSON"),
        ])
    func problems(body: String, sentence: String) {
        do {
            _ = try WebhookEvent(Array(body.utf8))
            Issue.record("it was read")
        } catch {
            #expect(error.description == sentence)
        }
    }

    @Test("Orders of packages come as numbers too, and an odd neighbour spoils nothing")
    func odd() throws {
        let body = #"""
            {"type":4,"data":{"order_id":{"odd":1},"status":[],"update_time":"later","package_list":[{"package_id":[],
            "order_id_list":[576400000000000001,"576400000000000002",null,[]]},7,{"order_id_list":"x"}],
            "product_id":1729000000000000101}}
            """#
        let event = try WebhookEvent(Array(body.utf8))
        #expect(event.data.orderIDs == ["576400000000000001", "576400000000000002"])
        #expect(event.data.productID == "1729000000000000101")
        #expect(event.data.orderID == nil && event.data.updateTime == nil)
    }

    @Test("A combined listing names all its products, each once")
    func combined() throws {
        let body = #"""
            {"type":42,"data":{"combined_listing_id":"9","products":[{"id":"1"},{"id":2}],"added_product_ids":["2","3"],
            "removed_product_ids":[4]}}
            """#
        #expect(try WebhookEvent(Array(body.utf8)).data.productIDs == ["1", "2", "3", "4"])
    }
}
