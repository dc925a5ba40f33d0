import Testing

@testable import Sandbox

/// Two listings of one SKU, and what could be sold while nobody knew.
@Suite struct StockWindowsTests {
    private static let here = Shelf(skuID: "here", warehouseID: "w")
    private static let there = Shelf(skuID: "there", warehouseID: "w")

    private static func lines(_ events: [(Int, StockJournal.Cause, Shelf, Int)]) -> [StockJournal.Line] {
        events.enumerated().map { index, event in
            let (second, cause, shelf, units) = event
            return StockJournal.Line(
                number: index, at: Moment(seconds: second), cause: cause, shelf: shelf,
                before: StockLevel(available: units), after: StockLevel(available: 0), reference: "")
        }
    }

    @Test("a unit sold between a reading and the set that follows is counted once")
    func readToSet() {
        let windows = StockWindows(
            Self.lines([
                (1, .sale, Self.here, 5), (2, .read, Self.here, 0), (3, .sale, Self.here, 2), (4, .set, Self.here, 0),
                (5, .sale, Self.here, 1), (6, .set, Self.here, 0),
            ]))
        #expect(windows.soldBetweenReadAndSet == 2)
        #expect(windows.readToSet.map(\.sold) == [2])
        #expect(windows.readToSet.map(\.readAt.seconds) == [2])
        #expect(windows.soldInPushWindows == 0)
    }

    @Test("units sold on a listing between a sale elsewhere and its own set fall into the push window")
    func push() {
        let windows = StockWindows(
            Self.lines([
                (1, .sale, Self.here, 1), (2, .sale, Self.there, 3), (4, .set, Self.there, 1),
                (5, .sale, Self.there, 1), (6, .sale, Self.here, 1), (7, .set, Self.here, 4),
            ]))
        // Three units at 2 s, before "there" was told at 4 s of the sale at 1 s; and one at 6 s, before "here" was told
        // at 7 s of the sales at 2 s and 5 s. The sale at 5 s came after its listing had been told.
        #expect(windows.soldInPushWindows == 4)
        #expect(windows.pushLatencies == [.seconds(3), .seconds(5)])
    }

    @Test("a set that takes out fewer units than were sold elsewhere does not end the window")
    func lateSet() {
        let windows = StockWindows(
            Self.lines([
                (1, .sale, Self.here, 1), (2, .sale, Self.here, 2), (3, .set, Self.there, 0), (4, .sale, Self.there, 1),
                (5, .set, Self.there, 1), (6, .sale, Self.there, 1), (7, .set, Self.there, 2),
                (8, .sale, Self.there, 1),
            ]))
        // Three units are sold at 1 s and 2 s. The set at 3 s answers none of them, the one at 5 s one, the one at 7 s
        // the others: what "there" sells at 4 s and 6 s falls into the window, what it sells at 8 s does not.
        #expect(windows.soldInPushWindows == 2)
        #expect(windows.pushLatencies == [.seconds(6)])
    }
}
