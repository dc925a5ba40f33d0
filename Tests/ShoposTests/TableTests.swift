import Contracts
import Testing

@testable import Shopos

/// How things look on a terminal.
struct TableTests {
    @Test("columns are as wide as their widest cell and numbers stand to the right")
    func columnsWideWidest() {
        var table = Table(.text("NAME"), .number("N"), .text("WHY"))
        table.add("a", "12", "because")
        table.add("longer", "3")
        #expect(
            table.lines(Style(hasColours: false)) == [
                "NAME     N  WHY",
                "a       12  because",
                "longer   3",
            ])
    }

    @Test("what commands want back to the letter is never cut: it stands below where the line is too narrow")
    func wholeNeverCut() {
        var table = Table(.number("COUNT"), .text("QUEUE"), .whole("CAUSE"))
        table.add("12", "inventory.orders", "the body does not decode")
        table.add("3", "a", "no")
        // 5 + 2 + 16 + 2 + 24 are 49.
        let wide = table.lines(Style(hasColours: false, width: 49))
        #expect(wide[1] == "   12  inventory.orders  the body does not decode")
        #expect(
            table.lines(Style(hasColours: false, width: 48)) == [
                "COUNT  QUEUE", "   12  inventory.orders", "  CAUSE  the body does not decode", "    3  a",
                "  CAUSE  no",
            ])
        #expect(table.lines(Style(hasColours: false, width: 20))[2] == "  CAUSE  the body does not decode")
        #expect(table.lines(Style(hasColours: false)).count == 3)
    }

    @Test("what is not wanted back is cut, behind the line or below it, and not told where it is empty")
    func restIsCut() {
        var table = Table(.text("A"), .whole("ID"), .text("DETAIL"))
        table.add("a", "1234", "abcdef")
        table.add("b", "12")
        // 1 + 2 + 4 + 2 leave 3 of 12 columns.
        #expect(table.lines(Style(hasColours: false, width: 12))[1] == "a  1234  ab…")
        // Where the id does not fit there is nothing left for what is below it but the mark.
        #expect(
            table.lines(Style(hasColours: false, width: 6)) == [
                "A", "a", "  ID      1234", "  DETAIL  …", "b", "  ID      12",
            ])
    }

    @Test("colours are outside of the width and only where they are wanted")
    func coloursOutsideWidth() {
        var table = Table(.text("A"), .text("B"))
        table.add(Table.Cell("x", .bad), "y")
        table.add("xyz", "z")
        #expect(table.lines(Style(hasColours: true))[1] == "\u{1B}[31mx\u{1B}[0m    y")
        #expect(table.lines(Style(hasColours: false))[1] == "x    y")
    }

    @Test(
        "spans are read at a glance",
        arguments: [
            (0, "0 ms"), (999, "999 ms"), (1000, "1 s"), (119_999, "119 s"), (120_000, "2 min"), (7_199_999, "119 min"),
            (7_200_000, "2 h"), (172_800_000, "2 d"), (-5, "0 ms"),
        ])
    func spansReadGlance(milliseconds: Int, text: String) {
        #expect(Span.text(milliseconds: milliseconds) == text)
    }

    @Test("what is not known is a dash")
    func notKnownDash() {
        #expect(Span.text(milliseconds: nil) == "–")
        #expect(Span.count(nil) == "–")
        #expect(Span.rate(nil) == "–")
        #expect(Span.rate(.nan) == "–")
        #expect(Span.rate(0.44) == "0.4")
        #expect(Span.rate(12.6) == "13")
    }

    @Test("a bar shows how far it is")
    func barShowsHow() {
        #expect(Progress.line(1, of: 2, "replayed") == "[###############...............] 50 % replayed 1 of 2")
        #expect(Progress.line(3, of: 0, "done") == "[##############################] 100 % done 3 of 3")
    }
}
