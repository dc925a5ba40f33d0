/// How much faster than real the world lives.
///
/// Timestamps always show the wall clock, since clients compare them with theirs; only the waits of the world (remorse
/// hour, transit, retry schedule) are divided by the scale.
struct Pace: Sendable {
    /// Seconds of the world per real second; 1 is real time.
    private(set) var scale: Double

    /// Scales outside this range would round every wait to nothing, or to years.
    static let allowed = 0.01...1_000_000.0

    init(scale: Double) {
        self.scale = min(max(scale, Self.allowed.lowerBound), Self.allowed.upperBound)
    }

    /// The real wait that stands for a wait of the world; at least one millisecond, so that no step repeats in place.
    func real(_ span: Duration) -> Duration {
        .milliseconds(max(1, Int((Double(span.milliseconds) / scale).rounded())))
    }
}
