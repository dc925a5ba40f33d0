/// Counting days on which shops work: Monday to Friday. Public holidays differ by market and are not taken out.
public enum BusinessDays {
    /// The day that lies so many business days after another: two after a Thursday or a Friday are Monday and Tuesday.
    ///
    /// The starting day never counts, so two business days after a Saturday or a Sunday is the Tuesday.
    ///
    /// - Parameter count: 0 to 366; what is outside is held at the nearer end.
    public static func day(_ count: Int, after start: CalendarDay) -> CalendarDay {
        var day = start
        for _ in 0..<min(max(count, 0), 366) {
            repeat { day = day.advanced(by: 1) } while !day.weekday.isBusinessDay && day != lastDay
        }
        return day
    }

    /// Past this day no other follows, so the search must not wait for one.
    private static let lastDay = CalendarDay(daysSinceEpoch: .max)
}
