import Contracts
import Foundation
import TestKit
import Testing

@testable import Shopos

/// What strangers have written, on a terminal.
struct PlainTests {
    /// Controls from U+0080 on begin sequences too (ECMA-48: U+009B is CSI), and bidirectional marks turn what follows.
    @Test(
        "what moves the cursor, breaks a line or turns the writing is a blank",
        arguments: [
            ("a\u{1B}[2Jb\nc\td", "a [2Jb c d"), ("a\u{9B}2Jb", "a 2Jb"), ("a\u{202E}b\u{2066}c", "a b c"),
            ("a\r\nb\u{2028}c\u{2029}d\u{7F}e", "a b c d e"), ("a\u{200B}b", "a b"), ("Grüße 你好 😀", "Grüße 你好 😀"),
        ])
    func blanks(text: String, shown: String) {
        #expect(Plain.line(text) == shown)
        #expect(Table.Cell(text).text == shown)
        #expect(Style(hasColours: false).paint(text, .bad) == shown)
    }

    @Test("of a whole answer our own lines and colours stay")
    func screen() {
        let style = Style(hasColours: true)
        let ours = style.paint("x\u{1B}[31m", .bad) + "\n" + style.paint("y", .faint)
        #expect(ours == "\u{1B}[31mx [31m\u{1B}[0m\n\u{1B}[2my\u{1B}[0m")
        #expect(Plain.screen(ours) == ours)
        #expect(Plain.screen("a\u{1B}[2J\u{9B}1m\nb") == "a [2J 1m\nb")
    }

    private struct Look: Report {
        let word: String
        func text(_ style: Style) -> String { word }
    }

    @Test("JSON has escapes for the same, and each of many looks is one line")
    func json() throws {
        let text = try Terminal.json(Look(word: "a\u{9B}b\u{E0001}\nc"), isOneOfMany: true)
        #expect(text == #"{"word":"a\u009bb\udb40\udc01\nc"}"#)
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))["word"].text == "a\u{9B}b\u{E0001}\nc")
        #expect(try Terminal.json(Look(word: "a"), isOneOfMany: false).split(separator: "\n").count == 3)
    }

    @Test("what a stranger calls his goods cannot write on the operator's terminal, wherever it is told")
    func reports() {
        let evil = "sku\u{1B}]0;x\u{7}\u{9B}2J\u{202E}"
        let difference = Difference(
            rule: .channelStock, tenant: .platform, subject: evil, sentence: evil, repair: "shopos x \(evil)")
        let stop = WorkStop(kind: nil, tenant: nil, shop: nil, reason: evil, by: evil, at: Instant(milliseconds: 0))
        let silence = Silence(service: "inventory", code: "x", sentence: evil, isRefusal: true)
        let trace = TraceReport(
            order: .mint(), tenant: nil, channelOrder: evil, steps: [], sent: [], cuts: [evil], silent: [silence])
        let reports: [any Report] = [
            CheckReport(rules: [], differences: [difference], at: Instant(milliseconds: 0)),
            StopsReport(service: "inventory", stops: [stop]), trace,
        ]
        for report in reports {
            let text = report.text(Style(hasColours: false))
            #expect(
                !text.unicodeScalars.contains { ["\u{1B}", "\u{7}", "\u{9B}", "\u{202E}"].contains($0) }, "\(text)")
        }
    }

    @Test("a line is cut to the terminal's width, by columns and not by characters")
    func cut() {
        var table = Table(.text("NAME"), .number("N"), .text("WHY"))
        table.add("a", "12", "because")
        table.add("你好吗", "3", "你好")
        // The widest name has six columns: 6 + 2 + 2 + 2 leave 5 of 17 for the last one.
        #expect(
            table.lines(Style(hasColours: false, width: 17)) == [
                "NAME     N  WHY", "a       12  beca…", "你好吗   3  你好",
            ])
        #expect(table.lines(Style(hasColours: false, width: 7)) == ["NAME", "a", "你好吗"])
        #expect(table.lines(Style(hasColours: false, width: 4)) == ["NAME", "a", "你…"])
        #expect(table.lines(Style(hasColours: false, width: 4), isWhole: true).last == "你好吗   3  你好")
        #expect(Columns.cut("abcdef", to: 3) == "ab…" && Columns.of("e\u{301}") == 1)
    }
}
