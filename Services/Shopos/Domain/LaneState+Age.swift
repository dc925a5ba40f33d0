import Contracts

/// How long a lane's messages have waited.
extension LaneState {
    /// A batch takes milliseconds, and some seconds where the database is slow.
    private static let longest = 30_000
    /// What was settled before then says nothing of now.
    private static let recent = 60_000

    /// Milliseconds for which messages have been in hand, or how old the oldest one of the last batch was, if that was
    /// a moment ago; nil when nothing was there of late.
    func age(at now: Instant) -> Int? {
        let last = lastAt.flatMap { now.milliseconds - $0.milliseconds < Self.recent ? lagMilliseconds : nil }
        return [inHand(at: now), last].compactMap(\.self).max()
    }

    /// Whether messages have been in hand for so long that something holds them up.
    func stands(at now: Instant) -> Bool { (inHand(at: now) ?? 0) > Self.longest }

    private func inHand(at now: Instant) -> Int? {
        inHandSince.map { max(0, Int(now.milliseconds - $0.milliseconds)) }
    }
}
