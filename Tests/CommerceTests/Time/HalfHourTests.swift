import Commerce
import Foundation
import Testing

@Suite("Half-hours of UTC")
struct HalfHourTests {
    @Test("hold their first instant and not their last, before 1970 too")
    func containing() throws {
        #expect(HalfHour(containing: try utc("1970-01-01T00:00:00Z")).index == 0)
        #expect(HalfHour(containing: try utc("1970-01-01T00:29:59Z")).index == 0)
        #expect(HalfHour(containing: try utc("1970-01-01T00:30:00Z")).index == 1)
        #expect(HalfHour(containing: try utc("1969-12-31T23:59:59Z")).index == -1)
        #expect(HalfHour(index: -1).start == (try utc("1969-12-31T23:30:00Z")))
    }

    @Test("fill a local day of a zone at whole and half hours exactly")
    func aligned() throws {
        let covered = HalfHour.covered(by: try zone("Asia/Kolkata").range(of: day("2026-01-05")))
        #expect(covered.lowerBound.start == (try utc("2026-01-04T18:30:00Z")))
        #expect(covered.upperBound.start == (try utc("2026-01-05T18:30:00Z")))
        let short = HalfHour.covered(by: try zone("America/New_York").range(of: day("2026-03-08")))
        #expect(short.count == 46)
    }

    @Test("belong to the local day of their first instant where midnight splits them")
    func kathmandu() throws {
        // Midnight in Kathmandu is 18:15 UTC: the half-hour from 18:00 begins on the old day and stays there.
        let kathmandu = try zone("Asia/Kathmandu")
        let covered = HalfHour.covered(by: kathmandu.range(of: try day("2026-01-05")))
        #expect(covered.lowerBound.start == (try utc("2026-01-04T18:30:00Z")))
        #expect(covered.upperBound.start == (try utc("2026-01-05T18:30:00Z")))
        #expect(covered.allSatisfy { kathmandu.day(of: $0.start) == CalendarDay("2026-01-05") })
        #expect(covered.count == 48)
    }

    @Test("cover nothing of a window in which none begins")
    func narrow() throws {
        let window = try utc("2026-01-05T10:01:00Z")..<utc("2026-01-05T10:29:00Z")
        #expect(HalfHour.covered(by: window).isEmpty)
        let open = try utc("2026-01-05T10:00:00Z")..<utc("2026-01-05T10:00:01Z")
        #expect(HalfHour.covered(by: open).count == 1)
    }
}
