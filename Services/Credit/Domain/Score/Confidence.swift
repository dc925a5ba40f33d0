import Contracts

/// How good the data are that a score rests on. It says nothing about how good the score is.
struct Confidence: Codable, Hashable, Sendable {
    let level: Level
    /// Estimated as soon as one datum is.
    let source: Provenance.Source
    /// Seconds since the oldest datum was read.
    let age: Int64
    /// The part of the window since the first history begins, 0 to 1.
    let coverage: Quantity
    /// Whether some money has no rate and is in no sum.
    let leavesOutMoney: Bool

    enum Level: String, Codable, Sendable, CaseIterable {
        case high, medium, low
    }

    /// High; each thing that is amiss takes it one level down.
    init(_ data: [DatumNote], _ figures: PersonFigures, asOf: Instant, _ limits: ConfidenceLimits) {
        let known = data.compactMap(\.provenance)
        source = known.contains { $0.source == .estimated } ? .estimated : .actual
        let oldest = known.map(\.readAt).min() ?? asOf
        age = max(0, Int64(clamping: (Int128(asOf.milliseconds) - Int128(oldest.milliseconds)) / 1_000))
        coverage = figures.coverage
        leavesOutMoney = !figures.leftOut.isEmpty
        let isAmiss = [
            source == .estimated, age > Int64(limits.hours) * 3_600, coverage < limits.coverage, leavesOutMoney,
        ]
        level = Level.allCases[min(isAmiss.count(where: \.self), Level.allCases.count - 1)]
    }
}
