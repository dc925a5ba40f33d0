import BenchKit
import Testing

@testable import ProductDriver

@Suite("What grows")
struct GrowthTests {
    private static func mark(_ orders: Int, _ pages: [String: Int]) -> Growth.Mark {
        Growth.Mark(
            orders: orders, sample: 10, rows: 50, log: 20_480,
            statements: pages.map { .init(text: $0.key, calls: 1, time: 1, pages: $0.value, rows: 1) },
            memory: ["inventory": 30, "gateway": 20], waiting: orders / 2)
    }

    private static let marks = [mark(100, ["a": 10, "b": 20, "c": 30]), mark(1000, ["a": 10, "b": 45, "d": 60])]

    /// Pages: 60 / 10 and 115 / 10; a log of 20,480 bytes is 2 KB for each of ten.
    @Test("each mark has its pages, rows and log for an order, and the service with the most memory")
    func lines() {
        let lines =
            GrowthLines.all(of: Self.marks)
            + GrowthLines.all(of: Growth.Idle(startUp: ["gateway": 0.25], share: 0.02))
        let values = Dictionary(uniqueKeysWithValues: lines.map { ($0.name, $0.values) })
        #expect(values["pages touched of an order among 100"] == [6])
        #expect(values["pages touched of an order among 1000"] == [11.5])
        #expect(values["rows read of an order among 100"] == [5])
        #expect(values["log of an order among 1000"] == [2])
        #expect(values["most memory of a service, 1000 orders"] == [30])
        #expect(values["orders that wait, of 1000"] == [500])
        #expect(values["CPU of all services at rest"] == [2])
    }

    /// a stays, b goes from 2 to 4.5, c is gone, d comes with 6.
    @Test("statements that have grown by a page or more are named, the most first")
    func notes() {
        #expect(
            GrowthLines.notes(of: Self.marks) == [
                "statements that touch more pages for an order than at first:", "  0.0 → 6.0: d", "  2.0 → 4.5: b",
            ])
        #expect(GrowthLines.notes(of: [Self.marks[0], Self.marks[0]]).count == 1)
        #expect(GrowthLines.notes(of: [Self.marks[0]]).isEmpty)
    }
}
