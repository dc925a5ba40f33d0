/// The 95 % Wilson score interval of a proportion, shown with every reply rate (metric 17).
///
/// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927): with
/// z = 1.959964, centre = (p + z²⁄2n) ÷ (1 + z²⁄n), half-width = z √(p(1−p)⁄n + z²⁄4n²) ÷ (1 + z²⁄n).
/// Unlike p ± z·σ it stays within 0 and 1 and is not empty at 0 or n successes.
public struct WilsonInterval: Hashable, Sendable {
    /// The lower end, at least 0.
    public let lower: Double
    /// The upper end, at most 1.
    public let upper: Double

    /// Nil without trials, and when the successes are no part of them.
    public init?(successes: Int, trials: Int) {
        guard trials > 0, (0...trials).contains(successes) else { return nil }
        let n = Double(trials)
        let p = Double(successes) / n
        let scale = 1 + Self.z * Self.z / n
        let centre = p + Self.z * Self.z / (2 * n)
        let width = Self.z * (p * (1 - p) / n + Self.z * Self.z / (4 * n * n)).squareRoot()
        // At the ends the formula is 0 and 1 exactly; floating point may miss them by a hair.
        lower = successes == 0 ? 0 : (centre - width) / scale
        upper = successes == trials ? 1 : (centre + width) / scale
    }

    /// The 97.5th percentile of the standard normal distribution.
    private static let z = 1.959_963_984_540_054
}
