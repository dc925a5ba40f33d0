import Testing

@testable import Sandbox

/// Published vectors: the vendor's documentation and the tests of independent clients.
@Suite struct SignatureTests {
    struct Vector: Sendable {
        let secret: String
        var method = "POST"
        let path: String
        let query: String
        var contentType = "application/json"
        var body = ""
        let sign: String
    }

    static let webhooks = "/event/202309/webhooks"
    static let demo = "app_key=6ak9demo1&shop_cipher=ROW_demoCipher01&timestamp=1767225600"

    static let vectors = [
        Vector(
            secret: "e59af819cc", method: "GET", path: "/authorization/202309/shops",
            query: "app_key=29a39d&timestamp=1623812664",
            sign: "b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8"),
        Vector(
            secret: "e59af819cc", method: "GET", path: webhooks,
            query: "app_key=68xu9ks5p4i8&shop_cipher=ROW_xkMbgAAAeVAQra0eZWebFQq5aIK&timestamp=1696909648",
            sign: "ed58e1b5e59865c22a7b828c1cab65007441f43cc91a6cb2f2cdc638e0995a37"),
        Vector(
            secret: "e59af819cc", method: "PUT", path: webhooks,
            query: "timestamp=1696909648&shop_cipher=ROW_xkMbgAAAeVAQra0eZWebFQq5aIK&app_key=68xu9ks5p4i8",
            body: #"{"event_type":"PACKAGE_UPDATE","address":"https://partner.tiktokshop.com"}"#,
            sign: "701dd6deb2389fe4c469b89bd37fc56f96a6da6afeb4d01c9077a65169752fa7"),
        Vector(
            secret: "test_app_secret", method: "PUT", path: webhooks,
            query: "app_key=test_app_key&shop_cipher=ROW_testcipher&timestamp=1696909000",
            body: #"{"event_type":"ORDER_STATUS_CHANGE"}"#,
            sign: "2a8655fde4b65689de75ee7a6b78b523ed7f8ed269fe2217c3dd402df5dc85bd"),
        Vector(
            secret: "test_app_secret", method: "PUT", path: webhooks,
            query: "app_key=test_app_key&shop_cipher=ROW_testcipher&timestamp=1696909000",
            contentType: "multipart/form-data; boundary=x", body: #"{"event_type":"ORDER_STATUS_CHANGE"}"#,
            sign: "d17ab3f29f2aca224005db6fea46cc2809eb56308a9028843c7cc2cf2acb2865"),
        Vector(
            secret: "demo_secret_0001", method: "GET", path: "/order/202507/orders",
            query: demo + "&ids=576400000000000001%2C576400000000000002",
            sign: "0ce6a599873028ef8e8e750709f5b76b07f66bc058f2d14a247010c6c231296c"),
        Vector(
            secret: "demo_secret_0001", path: "/product/202309/images/upload",
            query: "app_key=6ak9demo1&timestamp=1767225600", contentType: "Multipart/Form-Data; boundary=y",
            body: "--y", sign: "e7f29e1f2e0a82d5183666379fec044c29f7e67c6b42d062b27618e7a30fdb20"),
        Vector(
            secret: "demo_secret_0001", path: "/product/202502/products/search", query: demo + "&page_size=100",
            body: "{}", sign: "68ed55b66b596214a37a1dd98fcd784cdd10f58e7d0da77df938b78ec43078c6"),
    ]

    @Test("a request is signed as the published vectors have it", arguments: vectors)
    func request(vector: Vector) {
        let request = WebRequest(
            method: vector.method, path: vector.path,
            query: Query(vector.query + "&access_token=never-signed&sign=neither"),
            headers: ["content-type": vector.contentType], body: Array(vector.body.utf8))
        #expect(TikTokSignature.sign(request, secret: vector.secret) == vector.sign)
    }

    @Test("a webhook is signed as the published vector has it")
    func webhook() {
        let body =
            #"{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","#
            + #""timestamp":1718305585,"data":{"is_on_hold_order":true,"order_id":"576653688135258178","#
            + #""order_status":"UNPAID","update_time":1718305585}}"#
        #expect(
            TikTokSignature.webhook(Array(body.utf8), appKey: "abcdef", secret: "123")
                == "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05")
    }

    @Test("a webhook of Shippo is signed as its vector has it")
    func shippo() {
        let body =
            #"{"event":"track_updated","test":true,"data":{"carrier":"usps","tracking_number":"9205590164917312751089","#
            + #""tracking_status":{"status":"TRANSIT","status_details":"Arrived","status_date":"2026-01-01T00:00:00Z"},"#
            + #""tracking_history":[],"messages":[],"transaction":null}}"#
        let header = ShippoSignature.header(
            Array(body.utf8), secret: "invented_shippo_hmac_secret_77", at: Moment(seconds: 1_767_225_600))
        #expect(header == "t=1767225600,v1=3b35df23bd6912c32b4fdce81216eddad43795d41607aa49c12dfeb53f0f941a")
    }

    @Test("a plus sign in the query is a space, so a token that was not escaped spoils the signature")
    func plus() {
        #expect(Query("page_token=a+b%2Bc")["page_token"] == "a b+c")
    }
}
