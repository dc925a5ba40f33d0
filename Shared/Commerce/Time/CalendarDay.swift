/// A date of the Gregorian calendar without a place or a time: what a wall calendar shows.
///
/// Years 1 to 9999; arithmetic stops at those ends.
public struct CalendarDay: Hashable, Sendable {
    /// Whole days since 1 January 1970; negative before.
    public let daysSinceEpoch: Int

    /// Counts from 1 January 1970, held within the years 1 to 9999.
    public init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = min(max(daysSinceEpoch, Self.bounds.lowerBound), Self.bounds.upperBound)
    }

    /// Takes a date apart into its numbers; nil when the calendar has no such date.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.init(daysSinceEpoch: Self.days(year: year, month: month, day: day))
        guard civil == (year, month, day) else { return nil }
    }

    /// 1 January of year 1 to 31 December of year 9999.
    private static let bounds = -719_162...2_932_896
}

extension CalendarDay {
    /// Year, month 1…12 and day 1…31.
    public var civil: (year: Int, month: Int, day: Int) {
        // Years are counted from 1 March, so that the leap day is the last of its year and every
        // 400 years (146,097 days) are alike; 719,468 days lie between 0000-03-01 and 1970-01-01.
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The day of the week.
    public var weekday: Weekday {
        // 1 January 1970 was a Thursday, the fourth day counted from Monday.
        Weekday.allCases[(daysSinceEpoch + 3).flooredRemainder(by: 7)]
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear.flooredQuotient(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension CalendarDay: Strideable {
    /// Days from this one to another; negative when it lies before.
    public func distance(to other: CalendarDay) -> Int {
        other.daysSinceEpoch - daysSinceEpoch
    }

    /// The day so many days later, or earlier when negative.
    public func advanced(by days: Int) -> CalendarDay {
        let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(days)
        return CalendarDay(daysSinceEpoch: overflow ? (days < 0 ? Int.min : Int.max) : sum)
    }
}
