import Contracts

/// Spans of time and counts, as people read them at a glance.
enum Span {
    /// `850 ms`, `12 s`, `4 min`, `3 h`, `9 d`; `–` for nil.
    static func text(milliseconds: Int?) -> String {
        guard let milliseconds else { return "–" }
        return switch max(0, milliseconds) {
        case ..<1000: "\(max(0, milliseconds)) ms"
        case ..<120_000: "\(milliseconds / 1000) s"
        case ..<7_200_000: "\(milliseconds / 60_000) min"
        case ..<172_800_000: "\(milliseconds / 3_600_000) h"
        default: "\(milliseconds / 86_400_000) d"
        }
    }

    /// Reads `90s`, `15m`, `2h` or `3d`; nil for what is no such span, or longer than the longest.
    static func milliseconds(_ text: String, atMost longest: Int64) -> Int64? {
        let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()), number > 0,
            number <= longest / unit
        else { return nil }
        return number * unit
    }

    /// How long ago it was.
    static func since(_ instant: Instant?, now: Instant) -> String {
        text(milliseconds: instant.map { Int(now.milliseconds - $0.milliseconds) })
    }

    /// A rate: `0`, `0.4`, `120`; `–` for nil.
    static func rate(_ perSecond: Double?) -> String {
        guard let perSecond, perSecond.isFinite else { return "–" }
        if perSecond == 0 { return "0" }
        if perSecond >= 10 { return "\(Int(min(perSecond, 1e12).rounded()))" }
        return "\((perSecond * 10).rounded() / 10)"
    }

    /// A count that may not be known.
    static func count(_ number: Int?) -> String { number.map { "\($0)" } ?? "–" }

    /// What a service counts so far and no further: `100000+` where there are more.
    static func bounded(_ number: Int?) -> String {
        guard let number, number > LaneState.mostCounted else { return count(number) }
        return "\(LaneState.mostCounted)+"
    }

    /// The sum of such counts.
    static func sum(_ numbers: [Int]) -> String {
        let sum = numbers.reduce(0) { $0 + min($1, LaneState.mostCounted) }
        return numbers.contains { $0 > LaneState.mostCounted } ? "\(sum)+" : "\(sum)"
    }
}
