import AMQP
import Foundation
import Testing

@testable import Messaging

/// Headers as a row of `told` keeps them.
struct KeptHeadersTests {
    /// Names and texts that JSON must escape, and ones that it need not.
    static let tables: [Headers] = [
        [:],
        ["x-origin-us": .int(-1_700_000_000_000_001)],
        ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "cloudEvents_subject": "57/1 x"],
        ["quoted": "say \"no\"", "back\\slash": "\\", "a \"name\"": .int(0)],
        ["line": "one\ntwo\u{0}\u{7F}", "café": "naïve 日本 🎁", "empty": "", "": "nameless"],
        ["flag": .bool(true), "least": .int(.min), "most": .int(.max)],
    ]

    @Test("what is written is JSON and is read again", arguments: tables)
    func writtenJSONRead(headers: Headers) throws {
        let text = try #require(KeptHeaders.text(headers))
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let read = KeptHeaders.read(text)
        #expect(Set(read.map(\.name)) == Set(headers.map(\.name)))
        for (name, value) in headers { #expect(read[name] == value, "\(name) in \(text)") }
    }

    @Test("what JSON cannot hold is left out, the rest stays")
    func jsonCannotHold() throws {
        let text = try #require(KeptHeaders.text(["raw": .bytes([1, 2]), "nested": .table(["a": 1]), "kept": "yes"]))
        #expect(text == #"{"kept":"yes"}"#)
    }
}
