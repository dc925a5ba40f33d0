import Commerce
import Foundation
import Testing

@Suite("Calendar days")
struct CalendarDayTests {
    @Test(
        "count from 1 January 1970",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017), ("2024-02-29", 19_782),
            ("2026-01-05", 20_458),
            ("0001-01-01", -719_162), ("9999-12-31", 2_932_896), ("1900-02-28", -25_509), ("1900-03-01", -25_508),
        ] as [(String, Int)])
    func epoch(text: String, days: Int) throws {
        #expect(try day(text).daysSinceEpoch == days)
        #expect(CalendarDay(daysSinceEpoch: days).description == text)
    }

    @Test(
        "refuse dates that the calendar does not have and texts that are none",
        arguments: [
            "2025-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
            "0000-01-01",
            "2026-1-5", "2026-01-05 ", "2026/01/05", "+026-01-05", "20260105", "", "2026-01-0x", "２026-01-05",
        ])
    func refused(text: String) {
        #expect(CalendarDay(text) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CalendarDay].self, from: JSONEncoder().encode([text]))
        }
    }

    @Test("follow one another through four hundred years, leap days and all")
    func sequence() throws {
        var expected = (year: 1900, month: 1, day: 1)
        for offset in 0..<146_097 {
            let today = try day("1900-01-01").advanced(by: offset)
            guard today.civil == expected else {
                Issue.record("\(today) is not \(expected)")
                return
            }
            expected = Self.following(expected)
        }
        #expect(expected == (2300, 1, 1))
    }

    private static func following(_ date: (year: Int, month: Int, day: Int)) -> (year: Int, month: Int, day: Int) {
        let isLeap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if date.day < lengths[date.month - 1] { return (date.year, date.month, date.day + 1) }
        return date.month < 12 ? (date.year, date.month + 1, 1) : (date.year + 1, 1, 1)
    }

    @Test(
        "know their weekday",
        arguments: [
            ("1970-01-01", .thursday), ("2026-01-05", .monday), ("2024-02-29", .thursday), ("1969-12-28", .sunday),
        ] as [(String, Weekday)])
    func weekdays(text: String, weekday: Weekday) throws {
        #expect(try day(text).weekday == weekday)
    }

    @Test("stop at the ends of the calendar instead of overflowing")
    func ends() throws {
        #expect(CalendarDay(daysSinceEpoch: .max) == (try day("9999-12-31")))
        #expect(CalendarDay(daysSinceEpoch: .min) == (try day("0001-01-01")))
        #expect(try day("2026-01-05").advanced(by: .max) == day("9999-12-31"))
        #expect(try day("1969-01-05").advanced(by: .min) == day("0001-01-01"))
    }

    @Test("travel as text")
    func wire() throws {
        let json = Data(#"["2026-01-05"]"#.utf8)
        #expect(try JSONDecoder().decode([CalendarDay].self, from: json) == [day("2026-01-05")])
        #expect(try JSONEncoder().encode([day("2026-01-05")]) == json)
    }
}
