import Commerce
import Contracts
import Foundation

/// The 90 × 24 hours before the as-of time, the time itself excluded (metric 28).
///
/// Its days are steps of 24 hours counted from its beginning, and its months three steps of 30 such days: no zone and
/// no calendar, so a window never has one sale day more than another.
struct Window: Hashable, Sendable {
    /// Where it ends, and when the score is as of.
    let asOf: Instant

    /// As many days as ``MonthlyIncome/period(asOf:)`` has.
    static let days = 90
    /// As many as ``MonthlyIncome`` divides by.
    static let months = 3

    /// What counts.
    var range: Range<Date> { MonthlyIncome.period(asOf: asOf.date) }

    /// What was paid, placed or sent before is not kept: ten days more than the window has, for a score that is made
    /// again as of a little earlier.
    var keptSince: Date { range.lowerBound.addingTimeInterval(-10 * 86_400) }

    /// The day of the window that an instant lies in; nil outside of it.
    func day(of instant: Instant) -> WindowDay? {
        let sinceStart = Int128(instant.milliseconds) - Int128(asOf.milliseconds) + Self.milliseconds
        return Int(exactly: sinceStart.floored(by: Self.millisecondsPerDay)).flatMap(WindowDay.init)
    }

    /// When one of its months begins; 0 is the oldest.
    func start(ofMonth month: Int) -> Instant {
        let days = Self.days - month * Self.days / Self.months
        return Instant(milliseconds: asOf.milliseconds - Int64(days) * Int64(Self.millisecondsPerDay))
    }

    /// The share of the window that a history covers which begins at an instant, 0 to 1.
    func coverage(since start: Instant) -> Quantity {
        let covered = Int128(asOf.milliseconds) - Int128(start.milliseconds)
        let share = Quantity(min(max(covered, 0), Self.milliseconds), over: Self.milliseconds)
        return share ?? .zero
    }

    private static let millisecondsPerDay: Int128 = 86_400_000
    private static let milliseconds = Int128(days) * millisecondsPerDay
}

/// A day of the window: 0 is the oldest, 89 the one that ends with the as-of time.
struct WindowDay: Hashable, Comparable, Sendable {
    let index: Int

    /// Nil outside of the window.
    init?(_ index: Int) {
        guard (0..<Window.days).contains(index) else { return nil }
        self.index = index
    }

    /// The month of the window that it belongs to: 0 is the oldest, 2 the newest.
    var month: Int { index * Window.months / Window.days }

    static func < (left: WindowDay, right: WindowDay) -> Bool { left.index < right.index }
}

extension WindowDay: Codable {
    /// Reads its number; one outside of the window is refused.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = WindowDay(try container.decode(Int.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "must be a day of the window, 0 to \(Window.days - 1)")
        }
        self = day
    }

    /// Writes its number.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(index)
    }
}
