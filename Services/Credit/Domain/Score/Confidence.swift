import Contracts

/// How good the data are that a score rests on. It says nothing about how good the score is.
struct Confidence: Codable, Hashable, Sendable {
    let level: Level
    /// Estimated as soon as one datum is, the age of an account apart: where nobody tells when it was opened, the time
    /// since which it is known to sell stands in for it, and can only make it younger than it is.
    let source: Provenance.Source
    /// Seconds since the oldest datum was read.
    let age: Int64
    /// The part of the window in which the history of every account is known, 0 to 1.
    let coverage: Quantity
    /// Whether some money is in no sum: it has no rate, or its amount is not told.
    let leavesOutMoney: Bool
    /// What takes the level down; nil of a score of before it was kept.
    let amiss: [Amiss]?

    /// Something that takes the level down.
    enum Amiss: String, Codable, Sendable, CaseIterable {
        case estimated, old, shortHistory, moneyLeftOut, commissionToSettle
    }

    enum Level: String, Codable, Sendable, CaseIterable {
        case high, medium, low
    }

    /// High; each thing that is amiss takes it one level down.
    init(_ data: [DatumNote], _ figures: PersonFigures, asOf: Instant, _ limits: ConfidenceLimits) {
        let known = data.compactMap(\.provenance)
        let isEstimated = data.contains { $0.datum != "openedAt" && $0.provenance?.source == .estimated }
        source = isEstimated ? .estimated : .actual
        let oldest = known.map(\.readAt).min() ?? asOf
        age = max(0, Int64(clamping: (Int128(asOf.milliseconds) - Int128(oldest.milliseconds)) / 1_000))
        coverage = figures.coverage
        leavesOutMoney = !figures.leftOut.isEmpty || figures.commissions?.untold != nil
        let found: [(Amiss, Bool)] = [
            (.estimated, isEstimated), (.old, age > Int64(limits.hours) * 3_600),
            (.shortHistory, coverage < limits.coverage), (.moneyLeftOut, leavesOutMoney),
            (.commissionToSettle, figures.commissions?.unsettled != nil),
        ]
        let amiss = found.filter(\.1).map(\.0)
        self.amiss = amiss
        level = Level.allCases[min(amiss.count, Level.allCases.count - 1)]
    }
}
