import Contracts

/// What one input gave, and what it lost.
struct ScoredInput: Codable, Hashable, Sendable {
    let name: Input
    let standing: Standing
    /// Nil when it is not known.
    let value: Quantity?
    /// The name of the tier that the value lies in; nil when it is not known.
    let tier: String?
    /// From where on it gives full points.
    let target: Quantity
    /// Points of 100, before shares and weights.
    let points: Points
    /// The most that it could give to the score.
    let worth: Points
    /// What it did not give to the score: worth × (100 − points).
    let lost: Points

    /// How it was counted.
    enum Standing: String, Codable, Sendable, CaseIterable {
        /// By its value.
        case known
        /// By the points that the model gives when it is missing.
        case neutral
        /// Not at all: the others of its factor stand in for it.
        case leftOut
    }
}

extension ScoredInput {
    /// - Parameters:
    ///   - share: hundredths of a percent of the factor that are its own, 0 when it is left out.
    ///   - weight: percent of the score that are its factor's.
    init(_ model: InputModel, _ counted: Counted, share: Int64, weight: Int) {
        name = model.name
        standing = counted.standing
        value = counted.value
        tier = counted.value.map { model.curve.tier(of: $0).name }
        target = model.curve.target
        points = Points(thousandths: counted.thousandths)
        // Thousandths × hundredths of a percent × percent are billionths.
        worth = Points(billionths: 100_000 * share * Int64(weight))
        lost = Points(billionths: (100_000 - counted.thousandths) * share * Int64(weight))
    }

    /// What an input counts as.
    struct Counted {
        let standing: Standing
        let value: Quantity?
        /// Points of 100, in thousandths.
        let thousandths: Int64
    }
}
