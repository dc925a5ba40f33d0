import Testing

@testable import ProductDriver

@Suite("What the database counts")
struct StatementsTests {
    /// 30 of 40 ms are 75 %; for ten orders 3,000 µs, 0.5 runs, 8 pages and 2 rows.
    @Test("a statement is told with its share and its figures for an order, on one line")
    func notes() {
        let notes = Statements.notes(
            [
                .init(text: "SELECT\n    1", calls: 5, time: 30, pages: 80, rows: 20),
                .init(text: "B", calls: 1, time: 10, pages: 0, rows: 0),
            ], orders: 10, most: 1)
        #expect(notes.count == 2)
        #expect(notes.last == "  75 %: 3000.00, 0.50, 8.00, 2.00: SELECT 1")
    }

    @Test("a long statement is cut")
    func brief() {
        #expect(Statements.brief(String(repeating: "x", count: 151)) == String(repeating: "x", count: 150) + "…")
        #expect(Statements.brief(String(repeating: "x", count: 150)).count == 150)
    }

    @Test("of what shopos check says the first lines are kept")
    func check() {
        #expect(Check.sentences("RULE\n\nledger differs\n", atMost: 1) == ["shopos check: RULE"])
        #expect(Check.sentences("RULE\n\nledger differs\n").count == 2)
    }
}
