/// A token bucket: it holds at most `capacity` calls and refills evenly.
struct Bucket: Sendable {
    let capacity: Double
    let refillPerSecond: Double
    private var level: Double
    private var filled: Moment

    init(capacity: Double, refillPerSecond: Double, now: Moment) {
        self.capacity = capacity
        self.refillPerSecond = refillPerSecond
        level = capacity
        filled = now
    }

    /// Takes one call if there is one.
    mutating func take(now: Moment) -> Bool {
        let seconds = Double((now - filled).milliseconds) / 1000
        level = min(capacity, level + max(0, seconds) * refillPerSecond)
        filled = max(filled, now)
        guard level >= 1 else { return false }
        level -= 1
        return true
    }
}
