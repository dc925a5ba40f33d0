import Contracts

/// How often a parcel on its way is asked for. The order's own changes ring sooner.
enum ScanPatience {
    /// After so long nobody asks any more: 60 days.
    static let most = Duration.seconds(60 * 86_400)

    /// When to look again: twice as late for each week that the parcel is under way, eight times at most; nil when it
    /// has taken too long.
    static func pause(since: Instant, now: Instant, every: Duration) -> Duration? {
        let waited = max(0, now.milliseconds - since.milliseconds)
        guard Duration.milliseconds(waited) < most else { return nil }
        return every * (1 << min(3, waited / 604_800_000))
    }
}
