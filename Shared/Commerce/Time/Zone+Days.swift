public import Foundation

/// Local days are half-open and tile time: each ends where the next begins (docs/metrics.md, Conventions: Day).
///
/// Where clocks are set they last 23 or 25 hours (Lord Howe: 23½ or 24½); a date that a zone skipped altogether
/// (Apia, 30 December 2011) is an empty day.
extension Zone {
    /// The instant at which a local day begins: the first midnight, or the jump that swallowed it.
    public func start(of day: CalendarDay) -> Date {
        Date(timeIntervalSince1970: Double(startSecond(of: day)))
    }

    /// A local day from its beginning up to, not including, the beginning of the next.
    public func range(of day: CalendarDay) -> Range<Date> {
        start(of: day)..<start(of: day.advanced(by: 1))
    }

    /// The local day that an instant belongs to.
    public func day(of instant: Date) -> CalendarDay {
        let second = instant.wholeSeconds
        let shown = CalendarDay(daysSinceEpoch: (second + offset(at: second)).flooredQuotient(by: Self.secondsPerDay))
        // Clocks set back across midnight show yesterday's date a second time; the day that has begun goes on.
        let next = shown.advanced(by: 1)
        return second >= startSecond(of: next) && next != shown ? next : shown
    }

    private func startSecond(of day: CalendarDay) -> Int {
        let midnight = day.daysSinceEpoch * Self.secondsPerDay
        let before = offset(at: midnight - Self.secondsPerDay)
        let after = offset(at: midnight + Self.secondsPerDay)
        let byOldOffset = midnight - before
        if offset(at: byOldOffset) == before { return byOldOffset }
        let byNewOffset = midnight - after
        if offset(at: byNewOffset) == after { return byNewOffset }
        return firstSecond(showing: midnight, from: min(byOldOffset, byNewOffset), to: max(byOldOffset, byNewOffset))
    }

    /// Where clocks jumped over midnight: the second of the jump, by bisection (at most seventeen steps in a day).
    private func firstSecond(showing local: Int, from earliest: Int, to latest: Int) -> Int {
        var (low, high) = (earliest, latest)
        while low < high {
            let middle = low + (high - low) / 2
            if middle + offset(at: middle) < local { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static let secondsPerDay = 86_400
}
