import Contracts
import Foundation
import Messaging
import Testing

@testable import Ingestion

/// How lists are cut and searched, without a database.
struct PageTests {
    private static let filter = PageCursor.Filter("orders", ["shop", nil, "a/1:b"])
    private static let cursor = PageCursor(at: Instant(milliseconds: 1_767_225_600_123), keys: ["k"])

    private func code(_ body: () throws(Wrong) -> Void) -> String? {
        do throws(Wrong) {
            try body()
            return nil
        } catch {
            return "\(error.code) \(error.field)"
        }
    }

    @Test("a cursor comes back as it went, for its own list and filter alone")
    func cursors() throws {
        let text = try Self.cursor.text(of: Self.filter)
        #expect(try PageCursor(text, of: Self.filter, keys: 1) == Self.cursor)
        let others = [
            PageCursor.Filter("returns", ["shop", nil, "a/1:b"]), PageCursor.Filter("orders", [nil, "shop", "a/1:b"]),
            PageCursor.Filter("orders", ["shop", nil, "a", "1:b"]), PageCursor.Filter("orders", ["shop", nil, nil]),
        ]
        for other in others {
            #expect(
                code { () throws(Wrong) in _ = try PageCursor(text, of: other, keys: 1) } == "unknownCursor /cursor")
        }
        #expect(code { () throws(Wrong) in _ = try PageCursor(text, of: Self.filter, keys: 2) } != nil)
    }

    @Test(
        "what was never a cursor is refused",
        arguments: ["", " ", "x", "e30", "AAAA====", "😀", String(repeating: "A", count: 1_000)])
    func junk(text: String) {
        #expect(
            code { () throws(Wrong) in _ = try PageCursor(text, of: Self.filter, keys: 1) } == "unknownCursor /cursor")
    }

    @Test(
        "a page holds 1 to 200, by default 50",
        arguments: [(nil, 50), (1, 1), (200, 200), (0, nil), (201, nil)] as [(Int?, Int?)])
    func sizes(wanted: Int?, size: Int?) {
        #expect((try? PageSize.checked(wanted)) == size)
        if size == nil {
            #expect(code { () throws(Wrong) in _ = try PageSize.checked(wanted) } == "outOfRange /limit")
        }
    }

    @Test("a prefix is a range of bytes of the channel's ids, and of ours where it can be one")
    func prefixes() throws {
        let number = try IDPrefix(" 5764 ")
        #expect(number.channel == ("5764", "5765"))
        #expect(number.ours?.first.text == "57640000-0000-0000-0000-000000000000")
        #expect(number.ours?.last.text == "5764ffff-ffff-ffff-ffff-ffffffffffff")
        let half = try IDPrefix("0190A000-00")
        #expect(half.ours?.first.text == "0190a000-0000-0000-0000-000000000000")
        #expect(half.ours?.last.text == "0190a000-00ff-ffff-ffff-ffffffffffff")
        #expect(try IDPrefix("A-~").channel == ("A-~", "A-\u{7F}"))
        for text in ["A-1", "0190a00-", "5764%"] { #expect(try IDPrefix(text).ours == nil, "\(text)") }
    }

    @Test("what no id begins with is refused", arguments: ["", "  ", "a b", "é", String(repeating: "1", count: 65)])
    func noPrefixes(text: String) {
        #expect(code { () throws(Wrong) in _ = try IDPrefix(text) } == "noID /search")
    }

    @Test("an order goes by our id or the channel's")
    func names() throws {
        let id = UUID.v7()
        #expect(try OrderName(id.text.uppercased()) == .ours(id))
        #expect(try OrderName("576400000000000001") == .channels("576400000000000001"))
        #expect(code { () throws(Wrong) in _ = try OrderName("") } == "noID /order")
    }
}
