import Outbound
import Testing

@testable import TikTokShop

/// Published and derived signatures of the Open API.
struct RequestSignerTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let secret: String
        let path: String
        let query: [QueryItem]
        var contentType = "application/json"
        var body = ""
        let sign: String

        var testDescription: String { name }
    }

    private static let cipher = QueryItem("shop_cipher", "ROW_xkMbgAAAeVAQra0eZWebFQq5aIK")
    private static let kit = [
        QueryItem("app_key", "68xu9ks5p4i8"), cipher, QueryItem("timestamp", 1_696_909_648),
    ]
    private static let app = [
        QueryItem("app_key", "test_app_key"), QueryItem("shop_cipher", "ROW_testcipher"),
        QueryItem("timestamp", 1_696_909_000),
    ]
    private static let demo = [QueryItem("app_key", "6ak9demo1"), QueryItem("timestamp", 1_767_225_600)]

    static let vectors = [
        Vector(
            name: "1: the vendor's own example", secret: "e59af819cc", path: "/authorization/202309/shops",
            query: [QueryItem("app_key", "29a39d"), QueryItem("timestamp", 1_623_812_664)],
            sign: "b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8"),
        Vector(
            name: "2: a GET", secret: "e59af819cc", path: "/event/202309/webhooks", query: kit,
            sign: "ed58e1b5e59865c22a7b828c1cab65007441f43cc91a6cb2f2cdc638e0995a37"),
        Vector(
            name: "3: a PUT", secret: "e59af819cc", path: "/event/202309/webhooks", query: kit,
            body: #"{"event_type":"PACKAGE_UPDATE","address":"https://partner.tiktokshop.com"}"#,
            sign: "701dd6deb2389fe4c469b89bd37fc56f96a6da6afeb4d01c9077a65169752fa7"),
        Vector(
            name: "5: JSON", secret: "test_app_secret", path: "/event/202309/webhooks", query: app,
            body: #"{"event_type":"ORDER_STATUS_CHANGE"}"#,
            sign: "2a8655fde4b65689de75ee7a6b78b523ed7f8ed269fe2217c3dd402df5dc85bd"),
        Vector(
            name: "6: multipart", secret: "test_app_secret", path: "/event/202309/webhooks", query: app,
            contentType: "multipart/form-data; boundary=x", body: #"{"event_type":"ORDER_STATUS_CHANGE"}"#,
            sign: "d17ab3f29f2aca224005db6fea46cc2809eb56308a9028843c7cc2cf2acb2865"),
        Vector(
            name: "X1: ids with a comma", secret: "demo_secret_0001", path: "/order/202507/orders",
            query: demo + [
                QueryItem("ids", "576400000000000001,576400000000000002"), QueryItem("shop_cipher", "ROW_demoCipher01"),
            ],
            sign: "0ce6a599873028ef8e8e750709f5b76b07f66bc058f2d14a247010c6c231296c"),
        Vector(
            name: "X4: an upload", secret: "demo_secret_0001", path: "/product/202309/images/upload", query: demo,
            contentType: "Multipart/Form-Data", body: "anything",
            sign: "e7f29e1f2e0a82d5183666379fec044c29f7e67c6b42d062b27618e7a30fdb20"),
        Vector(
            name: "X5: an empty object", secret: "demo_secret_0001", path: "/product/202502/products/search",
            query: demo + [QueryItem("page_size", 100), QueryItem("shop_cipher", "ROW_demoCipher01")], body: "{}",
            sign: "68ed55b66b596214a37a1dd98fcd784cdd10f58e7d0da77df938b78ec43078c6"),
    ]

    @Test("Signs as published, in whatever order the query comes", arguments: vectors)
    func published(vector: Vector) {
        let signer = RequestSigner(secret: Credential(vector.secret))
        for query in [vector.query, vector.query.reversed()] {
            let sign = signer.sign(
                path: vector.path, query: query, contentType: vector.contentType, body: Array(vector.body.utf8))
            #expect(sign == vector.sign)
        }
    }

    @Test("Neither an old signature nor the token is signed")
    func ignored() {
        let vector = Self.vectors[0]
        let query = vector.query + [QueryItem("sign", "old"), QueryItem("access_token", "token")]
        let signer = RequestSigner(secret: Credential(vector.secret))
        #expect(signer.sign(path: vector.path, query: query, contentType: "application/json") == vector.sign)
    }

    @Test("The explanation shows the base string and never the secret")
    func explain() {
        let signer = RequestSigner(secret: Credential("demo_secret_0001"))
        let text = signer.explain(
            path: "/order/202309/orders/search", query: Self.demo, contentType: "application/json",
            body: Array(#"{"note":"demo_secret_0001"}"#.utf8))
        #expect(
            text.hasPrefix(
                "base string: [app_secret]/order/202309/orders/searchapp_key6ak9demo1timestamp1767225600"
                    + #"{"note":"[redacted]"}[app_secret]"#))
        #expect(text.contains("body: 27 bytes, signed"))
        #expect(!text.contains("demo_secret_0001"))
    }

    @Test("The explanation of a long body is cut")
    func explainLong() {
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        let text = RequestSigner(secret: Credential("s")).explain(
            path: "/p", query: [], contentType: "application/json", body: body)
        #expect(text.utf8.count < 5000)
        #expect(text.contains("(100002 bytes)"))
    }
}
