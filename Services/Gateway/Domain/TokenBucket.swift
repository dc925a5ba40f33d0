/// Lets a number of requests pass at once, and further ones at a steady rate.
struct TokenBucket: Sendable, Hashable {
    /// How much passes.
    struct Size: Sendable, Hashable {
        /// At once.
        let burst: Int
        /// And then in each second.
        let perSecond: Double
    }

    /// What a caller is told of its bucket.
    struct State: Sendable, Hashable {
        /// Whether this request passes.
        let isOpen: Bool
        /// How many more would pass now.
        let remaining: Int
        /// Seconds until the bucket is full again, rounded up.
        let reset: Int
        /// Seconds until the next one passes, rounded up; 0 when one would pass now.
        let retryAfter: Int
    }

    private var level: Double
    private var filledAt: Double

    /// A full one.
    ///
    /// - Parameter now: seconds of any steady clock.
    init(_ size: Size, now: Double) {
        level = Double(size.burst)
        filledAt = now
    }

    /// Takes one out.
    mutating func take(_ size: Size, now: Double) -> State {
        level = min(Double(size.burst), level + max(0, now - filledAt) * size.perSecond)
        filledAt = max(filledAt, now)
        let isOpen = level >= 1
        if isOpen { level -= 1 }
        return state(size, isOpen: isOpen)
    }

    /// How it stands, with nothing taken out.
    func look(_ size: Size, now: Double) -> State {
        var later = self
        later.level = min(Double(size.burst), level + max(0, now - filledAt) * size.perSecond)
        return later.state(size, isOpen: later.level >= 1)
    }

    /// Puts one back.
    mutating func giveBack(_ size: Size) {
        level = min(Double(size.burst), level + 1)
    }

    private func state(_ size: Size, isOpen: Bool) -> State {
        let missing = Double(size.burst) - level
        return State(
            isOpen: isOpen, remaining: Int(level), reset: Int((missing / size.perSecond).rounded(.up)),
            retryAfter: level >= 1 ? 0 : Int(((1 - level) / size.perSecond).rounded(.up)))
    }

    /// Whether it is as good as a new one, so that it can be forgotten.
    func isFull(_ size: Size, now: Double) -> Bool {
        level + (now - filledAt) * size.perSecond >= Double(size.burst)
    }
}
