public import Foundation

/// What a ``ReportPeriod`` means at one moment in one zone, and what it is compared with
/// (docs/metrics.md, Conventions: Windows).
public struct ReportWindow: Hashable, Sendable {
    /// The period that was asked for.
    public let period: ReportPeriod
    /// The local day with which it begins; shown beside ``ReportPeriod/all``.
    public let firstDay: CalendarDay
    /// What the tile adds up.
    public let shown: Range<Date>
    /// The two ranges whose figures are compared; nil for ``ReportPeriod/all``, before which there is nothing.
    public let comparison: Comparison?

    /// Two ranges that are fair to compare.
    public struct Comparison: Hashable, Sendable {
        /// The part of the shown window that is compared.
        public let current: Range<Date>
        /// The earlier range.
        public let previous: Range<Date>
    }

    /// Resolves a period.
    ///
    /// - Parameter firstOrder: the time of the first stored order, for ``ReportPeriod/all``; without one it is today.
    public init(_ period: ReportPeriod, now: Date, zone: Zone, firstOrder: Date? = nil) {
        let today = zone.day(of: now)
        self.period = period
        firstDay = Self.firstDay(of: period, today: today, now: now, zone: zone, firstOrder: firstOrder)
        shown = zone.start(of: firstDay)..<now
        comparison =
            switch period {
            case .today: Self.compareToday(today, now: now, zone: zone)
            case .sevenDays: Self.compareDays(7, shown: shown, firstDay: firstDay, zone: zone)
            case .thirtyDays: Self.compareDays(30, shown: shown, firstDay: firstDay, zone: zone)
            case .all: nil
            }
    }

    private static func firstDay(
        of period: ReportPeriod, today: CalendarDay, now: Date, zone: Zone, firstOrder: Date?
    ) -> CalendarDay {
        switch period {
        case .today: today
        case .sevenDays: today.advanced(by: -6)
        case .thirtyDays: today.advanced(by: -29)
        // By its half-hour, so that the rollup which holds the first order lies inside the window in every zone.
        case .all: zone.day(of: HalfHour(containing: min(firstOrder ?? now, now)).start)
        }
    }

    /// Today and yesterday over the same time from midnight, both cut at the last full half-hour.
    private static func compareToday(_ today: CalendarDay, now: Date, zone: Zone) -> Comparison {
        let midnight = zone.start(of: today)
        let cut = max(midnight, HalfHour(containing: now).start)
        let yesterday = zone.range(of: today.advanced(by: -1))
        let elapsed = cut.timeIntervalSince(midnight)
        // In the last hour of a 25-hour day yesterday has already ended.
        let until = min(yesterday.lowerBound.addingTimeInterval(elapsed), yesterday.upperBound)
        return Comparison(current: midnight..<cut, previous: yesterday.lowerBound..<until)
    }

    /// The shown days so far and the same number of whole days just before.
    private static func compareDays(
        _ count: Int, shown: Range<Date>, firstDay: CalendarDay, zone: Zone
    ) -> Comparison {
        let previous = zone.start(of: firstDay.advanced(by: -count))..<shown.lowerBound
        return Comparison(current: shown, previous: previous)
    }
}
