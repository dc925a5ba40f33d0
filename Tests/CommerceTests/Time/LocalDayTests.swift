import Commerce
import Foundation
import Testing

@Suite("Local days")
struct LocalDayTests {
    @Test(
        "begin at local midnight and last as long as the clocks say",
        arguments: [
            ("UTC", "2026-01-05", "2026-01-05T00:00:00Z", 24),
            ("Asia/Tokyo", "2026-01-05", "2026-01-04T15:00:00Z", 24),
            ("Asia/Kolkata", "2026-01-05", "2026-01-04T18:30:00Z", 24),
            ("Asia/Kathmandu", "2026-01-05", "2026-01-04T18:15:00Z", 24),
            ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23),
            ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25),
            ("America/St_Johns", "2026-03-08", "2026-03-08T03:30:00Z", 23),
            ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23),
            ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25),
            // Half an hour of summer time.
            ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5),
            ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", 23.5),
            // Clocks jump from 00:00 to 01:00: the day begins with the jump.
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23),
            // Clocks go back from 24:00 to 23:00: the old day has the hour twice.
            ("America/Sao_Paulo", "2019-02-16", "2019-02-16T02:00:00Z", 25),
            // Clocks go back from 01:00 to 00:00: of two midnights the first.
            ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25),
            // A date that Samoa skipped.
            ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", 24),
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24),
        ] as [(String, String, String, Double)])
    func golden(name: String, text: String, start: String, hours: Double) throws {
        let range = try zone(name).range(of: day(text))
        #expect(try range.lowerBound == utc(start))
        #expect(range.upperBound.timeIntervalSince(range.lowerBound) == hours * 3_600)
    }

    @Test("hold their first instant and not their last")
    func halfOpen() throws {
        let newYork = try zone("America/New_York")
        #expect(try newYork.day(of: utc("2026-03-08T04:59:59Z")) == day("2026-03-07"))
        #expect(try newYork.day(of: utc("2026-03-08T05:00:00Z")) == day("2026-03-08"))
        #expect(try newYork.day(of: utc("2026-03-09T03:59:59Z")) == day("2026-03-08"))
        #expect(try newYork.day(of: utc("2026-03-09T04:00:00Z")) == day("2026-03-09"))
        let justBefore = try utc("2026-03-09T04:00:00Z").addingTimeInterval(-0.001)
        #expect(try newYork.day(of: justBefore) == day("2026-03-08"))
    }

    @Test("go on when clocks set back after midnight show the day before once more")
    func backAcrossMidnight() throws {
        // St John's, 2 November 2008: at 00:01 (02:31 UTC) clocks went back to 23:01.
        let stJohns = try zone("America/St_Johns")
        #expect(try stJohns.start(of: day("2008-11-02")) == utc("2008-11-02T02:30:00Z"))
        #expect(try stJohns.day(of: utc("2008-11-02T02:30:30Z")) == day("2008-11-02"))
        #expect(try stJohns.day(of: utc("2008-11-02T02:45:00Z")) == day("2008-11-02"))
        #expect(try stJohns.day(of: utc("2008-11-02T02:29:59Z")) == day("2008-11-01"))
    }

    @Test("take absurd instants without a crash", arguments: [1e300, -1e300, .infinity, -.infinity, .nan, 1e11, -1e11])
    func absurd(seconds: Double) throws {
        let instant = Date(timeIntervalSince1970: seconds)
        let bounds = try day("0001-01-01")...day("9999-12-31")
        #expect(try bounds.contains(zone("Pacific/Kiritimati").day(of: instant)))
        #expect(bounds.contains(Zone.utc.day(of: instant)))
        _ = HalfHour(containing: instant)
    }
}
