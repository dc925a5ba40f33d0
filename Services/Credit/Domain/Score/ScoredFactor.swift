import Contracts

/// What one of the four parts gave, and what it lost.
struct ScoredFactor: Codable, Hashable, Sendable {
    let name: Factor
    /// Percent of the score.
    let weight: Int
    /// 0 to 100.
    let points: Points
    /// What it did not give to the score: weight × (100 − points), the sum of what its inputs lost.
    let lost: Points
    /// In the order of the model.
    let inputs: [ScoredInput]

    /// Counts what is known; what is missing is treated as the model says.
    init(_ model: FactorModel, _ known: Inputs) throws(Unscorable) {
        var counted: [ScoredInput.Counted] = []
        for input in model.inputs { counted.append(try Self.count(input, known.values[input.name])) }
        if counted.allSatisfy({ $0.standing == .leftOut }) {
            counted = counted.map { _ in Self.neutral(model.missing) }
        }
        let shares = Self.shares(of: zip(model.inputs, counted).map { $1.standing == .leftOut ? 0 : $0.share })
        name = model.name
        weight = model.weight
        inputs = model.inputs.indices.map { place in
            ScoredInput(model.inputs[place], counted[place], share: shares[place], weight: model.weight)
        }
        lost = .sum(inputs.map(\.lost))
        // Thousandths × hundredths of a percent are ten-millionths, that is hundreds of billionths.
        points = .sum(zip(counted, shares).map { Points(billionths: $0.thousandths * $1 * 100) })
    }

    private static func count(_ model: InputModel, _ value: Quantity?) throws(Unscorable) -> ScoredInput.Counted {
        if let value {
            return ScoredInput.Counted(
                standing: .known, value: value, thousandths: model.curve.thousandths(at: value))
        }
        switch model.missing {
        case .required: throw .missing(model.name)
        case .points(let points): return neutral(points)
        case .leaveOut: return ScoredInput.Counted(standing: .leftOut, value: nil, thousandths: 0)
        }
    }

    private static func neutral(_ points: Int) -> ScoredInput.Counted {
        ScoredInput.Counted(standing: .neutral, value: nil, thousandths: Int64(points) * 1_000)
    }

    /// Spreads a whole (10,000 hundredths of a percent) in proportion, so that the parts add up to it exactly: each
    /// gets what the whole up to and with it has more than up to the one before, both rounded down.
    static func shares(of weights: [Int]) -> [Int64] {
        let total = weights.reduce(0, +)
        guard total > 0 else { return weights.map { _ in 0 } }
        var sum = 0
        return weights.map { weight in
            let before = 10_000 * sum / total
            sum += weight
            return Int64(10_000 * sum / total - before)
        }
    }
}
