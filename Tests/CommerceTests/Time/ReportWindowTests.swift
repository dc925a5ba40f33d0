import Commerce
import Foundation
import TestKit
import Testing

@Suite("Report windows")
struct ReportWindowTests {
    @Test("of today run from local midnight to now; the comparison is cut at the last full half-hour")
    func today() throws {
        // 5 January 2026, 10:47 in New York.
        let window = ReportWindow(.today, now: try utc("2026-01-05T15:47:10Z"), zone: try zone("America/New_York"))
        #expect(try window.firstDay == day("2026-01-05"))
        #expect(try window.shown == utc("2026-01-05T05:00:00Z")..<utc("2026-01-05T15:47:10Z"))
        #expect(try window.comparison?.current == utc("2026-01-05T05:00:00Z")..<utc("2026-01-05T15:30:00Z"))
        #expect(try window.comparison?.previous == utc("2026-01-04T05:00:00Z")..<utc("2026-01-04T15:30:00Z"))
    }

    @Test("of today compare nothing with nothing in the first half-hour")
    func firstMinutes() throws {
        let window = ReportWindow(.today, now: try utc("2026-01-05T05:29:59Z"), zone: try zone("America/New_York"))
        #expect(window.comparison?.current.isEmpty == true)
        #expect(window.comparison?.previous.isEmpty == true)
        let kathmandu = ReportWindow(.today, now: try utc("2026-01-04T18:20:00Z"), zone: try zone("Asia/Kathmandu"))
        #expect(kathmandu.comparison?.current.isEmpty == true)
        #expect(try kathmandu.shown == utc("2026-01-04T18:15:00Z")..<utc("2026-01-04T18:20:00Z"))
    }

    @Test("of a day with 25 hours are compared with no more than the whole day before")
    func longDay() throws {
        // 1 November 2026, 23:50 after clocks went back: 24 h 50 min since midnight, cut at 24 h 30 min.
        let window = ReportWindow(.today, now: try utc("2026-11-02T04:50:00Z"), zone: try zone("America/New_York"))
        #expect(try window.comparison?.current == utc("2026-11-01T04:00:00Z")..<utc("2026-11-02T04:30:00Z"))
        #expect(try window.comparison?.previous == utc("2026-10-31T04:00:00Z")..<utc("2026-11-01T04:00:00Z"))
    }

    @Test("of a day with 23 hours are compared over the same time from midnight, not to the same o'clock")
    func shortDay() throws {
        // 8 March 2026, 12:00 in New York is 11 h after midnight; 11 h after yesterday's midnight is 11:00.
        let window = ReportWindow(.today, now: try utc("2026-03-08T16:00:00Z"), zone: try zone("America/New_York"))
        #expect(try window.comparison?.previous == utc("2026-03-07T05:00:00Z")..<utc("2026-03-07T16:00:00Z"))
    }

    @Test("of seven and thirty days hold today and the days before, compared with as many just before")
    func days() throws {
        let now = try utc("2026-03-10T15:00:00Z")
        let newYork = try zone("America/New_York")
        let week = ReportWindow(.sevenDays, now: now, zone: newYork)
        // 4 March is still winter time (05:00 UTC), like 25 February before it.
        #expect(try week.firstDay == day("2026-03-04"))
        #expect(try week.shown == utc("2026-03-04T05:00:00Z")..<now)
        #expect(week.comparison?.current == week.shown)
        #expect(try week.comparison?.previous == utc("2026-02-25T05:00:00Z")..<utc("2026-03-04T05:00:00Z"))
        let month = ReportWindow(.thirtyDays, now: now, zone: newYork)
        #expect(try month.firstDay == day("2026-02-09"))
        #expect(try month.comparison?.previous == utc("2026-01-10T05:00:00Z")..<utc("2026-02-09T05:00:00Z"))
    }

    @Test("of all time begin with the day of the first stored order and are compared with nothing")
    func all() throws {
        let now = try utc("2026-03-10T15:00:00Z")
        let first = try utc("2025-06-01T03:59:59Z")
        let window = ReportWindow(.all, now: now, zone: try zone("America/New_York"), firstOrder: first)
        #expect(try window.firstDay == day("2025-05-31"))
        #expect(try window.shown == utc("2025-05-31T04:00:00Z")..<now)
        #expect(window.comparison == nil)
    }

    @Test("of all time hold the rollup of the first order also where midnight splits a half-hour")
    func allInKathmandu() throws {
        // 00:05 in Kathmandu is 18:20 UTC, stored in the half-hour from 18:00, which is counted with the day before.
        let first = try utc("2026-01-04T18:20:00Z")
        let window = ReportWindow(
            .all, now: try utc("2026-01-08T00:00:00Z"), zone: try zone("Asia/Kathmandu"), firstOrder: first)
        #expect(HalfHour.covered(by: window.shown).contains(HalfHour(containing: first)))
    }

    @Test("of all time are today without an order, or with one that claims to come from the future")
    func noOrder() throws {
        let now = try utc("2026-03-10T15:00:00Z")
        let newYork = try zone("America/New_York")
        #expect(try ReportWindow(.all, now: now, zone: newYork).firstDay == day("2026-03-10"))
        let future = try utc("2031-01-01T00:00:00Z")
        #expect(try ReportWindow(.all, now: now, zone: newYork, firstOrder: future).firstDay == day("2026-03-10"))
    }

    @Test("compare equal numbers of half-hours at any moment, on days without a change of clocks")
    func fair() throws {
        var generator = SeededGenerator(seed: 5)
        let start = try utc("2026-06-01T00:00:00Z")
        for name in LocalDayPropertyTests.zones {
            for _ in 0..<50 {
                let now = start.addingTimeInterval(Double.random(in: 0..<1_728_000, using: &generator))
                let window = ReportWindow(.today, now: now, zone: try zone(name))
                let comparison = try #require(window.comparison)
                #expect(
                    HalfHour.covered(by: comparison.current).count == HalfHour.covered(by: comparison.previous).count)
                #expect(comparison.current.upperBound <= now)
            }
        }
    }

    @Test("are asked for by the names of the interface")
    func names() {
        #expect(ReportPeriod.allCases.map(\.rawValue) == ["today", "7d", "30d", "all"])
    }
}
