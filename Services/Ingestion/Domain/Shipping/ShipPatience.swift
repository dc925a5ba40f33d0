import Foundation

/// How long a parcel may look unshipped after the channel has taken its ship call. The channel shows it within seconds;
/// one that never does would be asked about without end, at the cost of its shop's budget.
enum ShipPatience {
    /// After so many seconds somebody has to look in Seller Center.
    static let most: TimeInterval = 86_400
    private static let shortest: TimeInterval = 0.2
    private static let longest: TimeInterval = 300

    /// When to look again: the longer it lasts the later, 0.2 s to 5 min; nil when it has lasted too long.
    ///
    /// - Parameter since: When the call was taken first; nil: just now.
    static func pause(since: Date?, now: Date) -> Duration? {
        let waited = since.map(now.timeIntervalSince) ?? 0
        guard waited < most else { return nil }
        return .seconds(min(max(waited / 2, shortest), longest))
    }
}
