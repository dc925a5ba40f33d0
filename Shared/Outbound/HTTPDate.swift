import Foundation

/// The three date forms that a recipient must accept (RFC 9110 §5.6.7), all in UTC.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    static func parse(_ text: String) -> Date? {
        let words = text.prefix(64).split { " ,-".contains($0) }.map(String.init)
        guard words.count == 5 || words.count == 6 else { return nil }
        if words.count == 6 {
            guard words[5] == "GMT" else { return nil }
            return date(day: words[1], month: words[2], year: words[3], time: words[4])
        }
        return date(day: words[2], month: words[1], year: words[4], time: words[3])
    }

    private static func date(day: String, month: String, year: String, time: String) -> Date? {
        let clock = time.split(separator: ":").compactMap { number(String($0), upTo: 60) }
        guard let day = number(day, upTo: 31), day > 0, let month = months.firstIndex(of: month),
            let year = number(year, upTo: 9999), clock.count == 3, clock[0] < 24, clock[1] < 60
        else { return nil }
        let days = daysSince1970(year: fourDigits(year), month: month + 1, day: day)
        return Date(timeIntervalSince1970: Double(days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]))
    }

    private static func number(_ text: String, upTo limit: Int) -> Int? {
        guard (1...4).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(text),
            value <= limit
        else { return nil }
        return value
    }

    /// Two digits of the obsolete form: nearer to 2000 than to 1900 up to 69, as POSIX reads them.
    private static func fourDigits(_ year: Int) -> Int {
        year >= 100 ? year : year + (year < 70 ? 2000 : 1900)
    }

    /// Days of the Gregorian calendar, counted from a March so that the leap day comes last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let century = shifted / 400
        let yearOfEra = shifted - century * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return century * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
