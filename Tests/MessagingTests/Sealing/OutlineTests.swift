import Foundation
import Testing

@testable import Messaging

/// The shape of a body without its values.
struct OutlineTests {
    private func outline(_ text: String) -> String? { Outline.of(Array(text.utf8)) }

    @Test("names are kept, values are not")
    func names() {
        #expect(
            outline(#"{"order":"576","version":2,"isMasked":false,"state":null,"addressLines":["1 Way","Unit 2"]}"#)
                == #"{"addressLines":["text","text"],"isMasked":"flag","order":"text","state":null,"version":"number"}"#
        )
    }

    @Test("a name that no contract would have is hidden too")
    func foreignNames() {
        #expect(
            outline(#"{"Ada Lovelace":1,"ada_lovelace1":1,"Straße":1}"#) == #"{"ada_lovelace1":"number","…":"number"}"#)
        #expect(outline("{\"\(String(repeating: "n", count: 41))\":{}}") == #"{"…":{}}"#)
    }

    @Test("of a list the first three are shown, of a nest sixteen storeys, of a giant and of noise nothing")
    func bounds() {
        #expect(outline("[1,2,3,4,5]") == #"["number","number","number"]"#)
        let deep = outline(String(repeating: "[", count: 100) + String(repeating: "]", count: 100))
        #expect(deep == String(repeating: "[", count: 16) + #""…""# + String(repeating: "]", count: 16))
        #expect(outline(String(repeating: "[", count: 100_000)) == nil)
        #expect(outline("\"" + String(repeating: "x", count: 300_000) + "\"") == nil)
        #expect(outline("Ada Lovelace") == nil)
        #expect(Outline.of([0xFF, 0xFE]) == nil)
        let wide = "{" + (0..<2000).map { "\"n\($0)\":1" }.joined(separator: ",") + "}"
        #expect(outline(wide)?.count == 4096)
    }
}
