/// Growing pauses between attempts, each by up to half shorter at random so that many clients do not come at once.
struct Backoff: Sendable {
    /// The first pause.
    private static let first = Duration.milliseconds(50)
    /// No pause is longer.
    private static let longest = Duration.seconds(5)

    private(set) var failures = 0
    /// Before this instant nothing should be tried; nil before the first failure.
    private(set) var notBefore: ContinuousClock.Instant?

    /// Notes a failure and when the next attempt may be. Attempts that were made together count once.
    mutating func fail(now: ContinuousClock.Instant) {
        if let notBefore, now < notBefore { return }
        failures += 1
        notBefore = now + Self.pause(after: failures)
    }

    /// The pause after so many failures in a row.
    static func pause(after failures: Int) -> Duration {
        let doubled = first * (1 << min(max(failures - 1, 0), 10))
        return min(doubled, longest) * Double.random(in: 0.5...1)
    }
}
