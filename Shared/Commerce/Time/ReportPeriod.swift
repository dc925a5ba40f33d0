/// The windows that every tile can show (docs/metrics.md, Conventions: Windows).
public enum ReportPeriod: String, CaseIterable, Sendable, Codable {
    /// Local midnight to now.
    case today
    /// Today and the six days before.
    case sevenDays = "7d"
    /// Today and the twenty-nine days before.
    case thirtyDays = "30d"
    /// Since the first stored order.
    case all
}
