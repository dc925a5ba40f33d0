public import Foundation

/// A point in time, to the millisecond, written as RFC 3339 in UTC: `2026-01-01T00:00:00.000Z`.
public struct Instant: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// A point in time by its Unix milliseconds.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// A point in time by its Unix seconds, as channels tell it; one that does not fit is the nearest that does.
    public init(seconds: Int64) {
        let (product, isOverflow) = seconds.multipliedReportingOverflow(by: 1000)
        milliseconds = isOverflow ? (seconds < 0 ? .min : .max) : product
    }

    /// A date of Foundation's, cut to the millisecond. A date is a binary fraction of seconds, which lies up to a
    /// fraction of a microsecond beside the millisecond that is meant.
    public init(_ date: Date) {
        milliseconds = Int64((date.timeIntervalSince1970 * 1000 + 0.001).rounded(.down))
    }

    /// A date of the database's or a partner's, to the nearest millisecond.
    public init(nearest date: Date) {
        milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    /// The same point for Foundation.
    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Earlier is less.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    private static let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    private static let plainFormat = Date.ISO8601FormatStyle()

    /// Reads RFC 3339, with or without a fraction of a second.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard Self.isOfCalendar(text), let date = (try? Self.format.parse(text)) ?? (try? Self.plainFormat.parse(text))
        else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time")
        }
        guard let milliseconds = Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded()) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time of this world")
        }
        self.milliseconds = milliseconds
    }

    /// Whether a text begins with a day and a time of day that there are, of the years 1 to 9999: Foundation takes the
    /// 30th of February for the 2nd of March.
    private static func isOfCalendar(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func number(_ places: Range<Int>) -> Int? { Int(String(decoding: bytes[places], as: UTF8.self)) }
        guard bytes.count >= 19, bytes[..<19].allSatisfy({ $0 != UInt8(ascii: "+") }),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
        else { return false }
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...9999).contains(year) && (1...12).contains(month) && (1...days[month - 1]).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...60).contains(second)
    }

    /// Writes RFC 3339 with milliseconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// RFC 3339 with milliseconds.
    public var description: String {
        // Whole seconds are exact as a date; the fraction would be cut one millisecond short.
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let fraction = rest < 0 ? rest + 1000 : rest
        let whole = Date(timeIntervalSince1970: Double(rest < 0 ? seconds - 1 : seconds))
        let digits = String(1000 + fraction).dropFirst()
        return "\(Self.plainFormat.format(whole).dropLast()).\(digits)Z"
    }
}
