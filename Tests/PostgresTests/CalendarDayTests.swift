import Postgres
import Testing

@Suite struct CalendarDayTests {
    @Test("known days")
    func knownDays() {
        #expect(CalendarDay(year: 1970, month: 1, day: 1)?.daysSince1970 == 0)
        // 30 years with 7 leap days.
        #expect(CalendarDay(year: 2000, month: 1, day: 1)?.daysSince1970 == 30 * 365 + 7)
        // Unix time 1 234 567 890 is on 2009-02-13; 1 234 567 890 / 86 400 = 14 288.9…
        #expect(CalendarDay(year: 2009, month: 2, day: 13)?.daysSince1970 == 14_288)
        #expect(CalendarDay(year: 1969, month: 12, day: 31)?.daysSince1970 == -1)
        #expect(CalendarDay(daysSince1970: -719_528).description == "0000-01-01")
    }

    @Test("every day of four centuries follows the one before")
    func everyDayOfFourCenturiesFollowsTheOneBefore() throws {
        var day = try #require(CalendarDay(year: 1900, month: 1, day: 1))
        let end = try #require(CalendarDay(year: 2300, month: 1, day: 1))
        // 400 Gregorian years are 146 097 days.
        #expect(end.daysSince1970 - day.daysSince1970 == 146_097)
        while day < end {
            let (year, month, number) = day.civil
            #expect(CalendarDay(year: year, month: month, day: number) == day)
            day = CalendarDay(daysSince1970: day.daysSince1970 + 1)
        }
    }

    @Test(
        "a day that the calendar lacks is nil",
        arguments: [
            (2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0), (2024, 1, 32),
        ])
    func aDayThatTheCalendarLacksIsNil(year: Int, month: Int, day: Int) {
        #expect(CalendarDay(year: year, month: month, day: day) == nil)
    }
}
