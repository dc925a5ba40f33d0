import Outbound
import Testing
import TikTokShop

struct WebhookSignatureTests {
    private let signature = WebhookSignature(appKey: "abcdef", secret: Credential("123"))
    private let published = "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05"
    private let body = Array(
        (#"{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,"#
            + #""data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","#
            + #""update_time":1718305585}}"#).utf8)

    @Test("Signs as published")
    func sign() {
        #expect(signature.sign(body) == published)
    }

    @Test("Takes the published signature, in either case of its digits")
    func verify() {
        #expect(signature.verify(published, body: body))
        #expect(signature.verify(published.uppercased(), body: body))
        #expect(signature.verify(" \(published) ", body: body))
    }

    @Test(
        "Refuses anything else",
        arguments: [
            nil, "", "00", "zz", "Bearer 5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05",
            "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac06",
            "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac",
            "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac0500",
        ] as [String?])
    func wrong(header: String?) {
        #expect(!signature.verify(header, body: body))
    }

    @Test("Refuses a changed body, another key and another secret")
    func changed() {
        #expect(!signature.verify(published, body: body + [0x20]))
        #expect(!signature.verify(published, body: []))
        let otherKey = WebhookSignature(appKey: "abcdeg", secret: Credential("123"))
        let otherSecret = WebhookSignature(appKey: "abcdef", secret: Credential("124"))
        #expect(!otherKey.verify(published, body: body))
        #expect(!otherSecret.verify(published, body: body))
    }
}
