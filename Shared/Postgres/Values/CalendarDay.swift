/// A day of the calendar without time or zone, such as the day a sale counts for; `date` in the database.
public struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01 in the proleptic Gregorian calendar; negative before.
    public let daysSince1970: Int

    /// The day so many days after 1970-01-01.
    public init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
    }

    /// The day of a date; nil when the calendar has no such day, such as 30 February.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day), (-9_999...9_999_999).contains(year) else { return nil }
        self.init(daysSince1970: Self.days(year: year, month: month, day: day))
        guard civil == (year, month, day) else { return nil }
    }

    /// Year, month from 1, day of the month from 1.
    public var civil: (year: Int, month: Int, day: Int) {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years = 146 097 days from 1 March.
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Earlier days come first.
    public static func < (left: Self, right: Self) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// The ISO 8601 form, such as 2024-02-29.
    public var description: String {
        let (year, month, day) = civil
        return [(year, 4), (month, 2), (day, 2)].map { number, width in
            let digits = String(number.magnitude)
            return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: "-")
    }
}

extension CalendarDay: PostgresCodable {
    /// From 1970-01-01 to 2000-01-01, from which the server counts: 30 years with 7 leap days.
    private static let serverEpoch = 30 * 365 + 7

    /// `date`
    public static var postgresType: PostgresType { .date }

    /// Appends the days since 2000-01-01. A day that the server cannot hold is refused by it.
    public func encode(into writer: inout BinaryWriter) {
        // The outermost numbers mean infinity; their neighbours are past the server's range.
        let (days, overflow) = daysSince1970.subtractingReportingOverflow(Self.serverEpoch)
        writer.write(
            overflow ? Int32.min + 1 : Int32(Swift.min(Swift.max(days, Int(Int32.min) + 1), Int(Int32.max) - 1)))
    }

    /// Reads a `date`; its `infinity` is an error.
    public init(cell: borrowing Cell) throws(CellError) {
        try cell.require(.date, for: Self.self)
        let days = try cell.integer(Int32.self, for: Self.self)
        guard days != .max, days != .min else { throw .malformed(Self.self) }
        self.init(daysSince1970: Int(days) + Self.serverEpoch)
    }
}
