public import Foundation

/// Half an hour of UTC: the grain in which rollups are stored (docs/metrics.md, Conventions: Day).
///
/// The zone is applied on reading: a half-hour belongs to whatever window its *first* instant lies in, so every
/// half-hour belongs to exactly one local day. Most zones are whole or half hours from UTC and lose nothing. In the
/// few that are three quarters off (Asia/Kathmandu, Australia/Eucla, Pacific/Chatham) local midnight falls into the
/// middle of a half-hour, and the first fifteen minutes of a local day are counted with the day before.
public struct HalfHour: Hashable, Sendable, Codable {
    /// Half-hours since 1 January 1970, 00:00 UTC.
    public let index: Int

    /// Takes a stored index.
    public init(index: Int) {
        self.index = index
    }

    /// The half-hour that an instant lies in.
    public init(containing instant: Date) {
        index = instant.wholeSeconds.flooredQuotient(by: Self.seconds)
    }

    /// Its first instant.
    public var start: Date { Date(timeIntervalSince1970: Double(index) * Double(Self.seconds)) }

    /// The half-hours whose first instant lies in a window: those that a reading of it adds up.
    public static func covered(by window: Range<Date>) -> Range<HalfHour> {
        first(from: window.lowerBound)..<first(from: window.upperBound)
    }

    /// The first half-hour that begins at or after an instant.
    private static func first(from instant: Date) -> HalfHour {
        let containing = HalfHour(containing: instant)
        return containing.start < instant ? containing.advanced(by: 1) : containing
    }

    private static let seconds = 1_800
}

extension HalfHour: Strideable {
    /// Half-hours from this one to another.
    public func distance(to other: HalfHour) -> Int {
        other.index - index
    }

    /// The half-hour so many later, or earlier when negative.
    public func advanced(by count: Int) -> HalfHour {
        HalfHour(index: index + count)
    }
}
