import Commerce
import Foundation

/// The steps of a chart.
enum Steps {
    /// The most days of a chart; of a longer history the newest are shown.
    static let mostDays = 1_100

    /// Where each step begins: by half-hours today, else by local days.
    static func starts(of window: ReportWindow, zone: Zone) -> [Date] {
        guard window.period != .today else {
            return HalfHour.covered(by: window.shown).map(\.start)
        }
        let today = zone.day(of: window.shown.upperBound)
        let first = max(window.firstDay, today.advanced(by: 1 - mostDays))
        return (first...today).map { zone.start(of: $0) }
    }
}
