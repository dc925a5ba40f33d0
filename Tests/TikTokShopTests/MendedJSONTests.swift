import Contracts
import Foundation
import Outbound
import Testing

@testable import TikTokShop

struct MendedJSONTests {
    @Test("what is right stays as it is, pairs of surrogates included")
    func untouched() {
        for text in [#"{"a":"\ud83d\ude00 \\u0000 \n"}"#, "{\n\t\"a\": 1\r\n}", #"["\u00e9","é","😀"]"#, "", "{"] {
            #expect(MendedJSON.mend(Array(text.utf8)) == Array(text.utf8))
        }
    }

    @Test(
        "what no reader or no table takes is replaced, and nothing else",
        arguments: [
            (#""a\u0000b""#, #""a\ufffdb""#),
            // Half of an emoji at the end, at the beginning, twice, and before another escape.
            (#""a\ud83d""#, #""a\ufffd""#), (#""\ude00a""#, #""\ufffda""#),
            (#""\ud83d\ud83d\ude00""#, #""\ufffd\ud83d\ude00""#), (#""\ud83d\n\u0041""#, #""\ufffd\n\u0041""#),
            (#""\\\u0000""#, #""\\\ufffd""#), ("\"a\u{1}b\"", #""a b""#),
        ])
    func mended(text: String, expected: String) {
        #expect(String(decoding: MendedJSON.mend(Array(text.utf8)), as: UTF8.self) == expected)
    }

    @Test("bytes that are no UTF-8 are replaced; an escape that is cut off is left to the reader")
    func bytes() {
        let bytes: [UInt8] = [0x22, 0x61, 0xFF, 0x62, 0x22]
        #expect(String(decoding: MendedJSON.mend(bytes), as: UTF8.self) == "\"a\u{FFFD}b\"")
        for text in [#""\u00"#, #""\"#, #""\uzzzz""#] {
            #expect(MendedJSON.mend(Array(text.utf8)) == Array(text.utf8))
        }
    }

    @Test("one broken title spoils neither its order nor the page")
    func page() throws {
        let body =
            #"{"code":0,"data":{"orders":[{"id":"1","line_items":[{"product_name":"Mug \ud83d"}]},"#
            + #"{"id":"2","buyer_message":"\u0000"},{"id":"3"}]}}"#
        let response = HTTPResponse(status: 200, headers: [:], body: Array(body.utf8))
        let page = try AnswerReader(endpoint: .getOrders, now: Date()).read(response, as: Page<TikTokShop.Order>.self)
        #expect(page.items.map(\.id) == ["1", "2", "3"])
        #expect(page.items[0].lineItems?.first?.productName == "Mug \u{FFFD}")
    }

    @Test("a webhook whose text is broken still rings")
    func webhook() throws {
        let body = #"{"type":1,"shop_id":"7","data":{"order_id":"5","order_status":"\ud83d"}}"#
        #expect(try WebhookEvent(Array(body.utf8)).data.orderID == "5")
    }
}
