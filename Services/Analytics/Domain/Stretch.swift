import Commerce
import Foundation

/// The rows of sums that a window consists of: half-hours up to the first midnight of UTC, whole days, and half-hours
/// again. So a window of any length reads at most 95 half-hours beside its days; the day that is still going on is
/// never read as a whole.
struct Stretch: Hashable, Sendable {
    let grain: Grain
    let range: Range<Date>

    /// The window in half-hours, to which every figure is cut: those whose first instant lies in it.
    static func covered(by window: Range<Date>) -> Range<Date> {
        let halfHours = HalfHour.covered(by: window)
        return halfHours.lowerBound.start..<max(halfHours.lowerBound.start, halfHours.upperBound.start)
    }

    /// Takes a window apart, for sums over all products or by product.
    static func parts(of window: Range<Date>, byProduct: Bool) -> [Stretch] {
        let covered = covered(by: window)
        let fine = byProduct ? Grain.productHalfHour : .halfHour
        let days = days(of: window, from: covered.lowerBound)
        guard !days.isEmpty else { return [Stretch(grain: fine, range: covered)] }
        let parts = [
            Stretch(grain: fine, range: covered.lowerBound..<days.lowerBound),
            Stretch(grain: byProduct ? .productDay : .day, range: days),
            Stretch(grain: fine, range: days.upperBound..<covered.upperBound),
        ]
        return parts.filter { !$0.range.isEmpty }
    }

    /// Whether each of these instants is the beginning of a day of UTC, so that days lie wholly between two of them.
    static func areDays(_ starts: [Date]) -> Bool {
        starts.allSatisfy { $0.timeIntervalSince1970.truncatingRemainder(dividingBy: 86_400) == 0 }
    }

    /// The whole days of UTC in a window, from the first midnight at or after its beginning; empty if there is none.
    private static func days(of window: Range<Date>, from begin: Date) -> Range<Date> {
        let first = Zone.utc.start(of: Zone.utc.day(of: begin.addingTimeInterval(86_399)))
        let end = Zone.utc.start(of: Zone.utc.day(of: window.upperBound))
        return first..<max(first, end)
    }
}
