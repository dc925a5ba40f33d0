public import Foundation

/// Microseconds since 2000-01-01 00:00 UTC, which is how the server counts (PostgreSQL source, `timestamp.h`).
private enum ServerTime {
    /// From 2000-01-01 to 2001-01-01, Foundation's reference date: 366 days.
    static let secondsToReferenceDate: Int64 = 366 * 86_400
    /// From 1970-01-01 to 2000-01-01: 30 years, seven of them with a leap day.
    static let secondsFrom1970: Int64 = (30 * 365 + 7) * 86_400
    /// Stands for `-infinity`.
    static let negativeInfinity = Int64.min
    /// Stands for `infinity`.
    static let positiveInfinity = Int64.max
    /// The first instant that is too late, 294277-01-01 (`END_TIMESTAMP`); sent for all that the server must refuse.
    static let outOfRange: Int64 = 9_223_371_331_200_000_000
}

extension Date: PostgresCodable {
    /// `timestamptz`
    public static var postgresType: PostgresType { .timestamptz }

    /// Appends the instant, rounded to a microsecond. An infinite date is `infinity`; one that the server cannot hold
    /// is refused by it.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(serverMicroseconds)
    }

    /// Reads a `timestamptz`; `infinity` is an infinite date.
    public init(cell: borrowing Cell) throws(CellError) {
        try cell.require(.timestamptz, for: Self.self)
        self.init(serverMicroseconds: try cell.integer(Int64.self, for: Self.self))
    }

    /// The nearest number of seconds since 1970. It is one division of whole milliseconds, which is how such dates are
    /// made everywhere else: a date that was made so equals the one that comes back.
    private static func unixSeconds(_ seconds: Int64, milliseconds: Int64) -> Double {
        Double((seconds + ServerTime.secondsFrom1970) * 1_000 + milliseconds) / 1_000
    }

    private var serverMicroseconds: Int64 {
        let seconds = timeIntervalSinceReferenceDate
        guard !seconds.isInfinite else {
            return seconds > 0 ? ServerTime.positiveInfinity : ServerTime.negativeInfinity
        }
        // Whole seconds and the fraction apart: their product would lose microseconds far from the reference date.
        guard let whole = Int64(exactly: seconds.rounded(.down)), abs(whole) < ServerTime.outOfRange / 1_000_000 else {
            return ServerTime.outOfRange
        }
        let fraction = Int64(((seconds - Double(whole)) * 1_000_000).rounded())
        let (product, overflow) = (whole + ServerTime.secondsToReferenceDate).multipliedReportingOverflow(by: 1_000_000)
        return overflow ? ServerTime.outOfRange : min(product, ServerTime.outOfRange) + fraction
    }

    private init(serverMicroseconds: Int64) {
        switch serverMicroseconds {
        case ServerTime.positiveInfinity: self.init(timeIntervalSinceReferenceDate: .infinity)
        case ServerTime.negativeInfinity: self.init(timeIntervalSinceReferenceDate: -.infinity)
        default:
            let (seconds, fraction) = serverMicroseconds.quotientAndRemainder(dividingBy: 1_000_000)
            guard !fraction.isMultiple(of: 1_000) else {
                self.init(timeIntervalSince1970: Self.unixSeconds(seconds, milliseconds: fraction / 1_000))
                return
            }
            let whole = Double(seconds - ServerTime.secondsToReferenceDate)
            self.init(timeIntervalSinceReferenceDate: whole + Double(fraction) / 1_000_000)
        }
    }
}
