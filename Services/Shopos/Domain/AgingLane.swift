import Contracts

/// What tells how long a lane's messages have waited.
protocol AgingLane {
    /// How old the oldest message of the last batch was when it was settled, in milliseconds.
    var lagMilliseconds: Int? { get }
    /// When that was.
    var lastAt: Instant? { get }
    /// Since when messages have been in hand.
    var inHandSince: Instant? { get }
}

extension LaneState: AgingLane {}
extension InstanceLane: AgingLane {}

/// How long a lane's messages have waited.
extension AgingLane {
    /// Milliseconds for which messages have been in hand, or how old the oldest one of the last batch was, if that was
    /// a moment ago; nil when nothing was there of late.
    func age(at now: Instant) -> Int? {
        let last = lastAt.flatMap { now.milliseconds - $0.milliseconds < LaneAge.recent ? lagMilliseconds : nil }
        return [inHand(at: now), last].compactMap(\.self).max()
    }

    /// Whether messages have been in hand for so long that something holds them up.
    func stands(at now: Instant) -> Bool { (inHand(at: now) ?? 0) > LaneAge.longest }

    private func inHand(at now: Instant) -> Int? {
        inHandSince.map { max(0, Int(now.milliseconds - $0.milliseconds)) }
    }
}

/// When an age means something, in milliseconds.
private enum LaneAge {
    /// A batch takes milliseconds, and some seconds where the database is slow.
    static let longest = 30_000
    /// What was settled before then says nothing of now.
    static let recent = 60_000
}
