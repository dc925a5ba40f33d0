/// Why a score is not higher: one input that lost points, in words that are true of it.
struct Reason: Codable, Hashable, Sendable {
    /// A constant word for programs: the input's name, and `low`, `high` or `missing`.
    let code: String
    /// For people.
    let sentence: String
    let factor: Factor
    let input: Input
    /// What it did not give to the score, of 100 points.
    let lost: Points
    /// Nil when it is missing.
    let value: Quantity?
    /// From where on it gives full points.
    let target: Quantity

    /// The most that are told.
    static let most = 4

    /// The inputs that lost most, the costliest first; of equals in the order of the model.
    static func costliest(of factors: [ScoredFactor]) -> [Reason] {
        let reasons = factors.flatMap { factor in
            factor.inputs.filter { $0.lost > .zero }.map { Reason($0, of: factor.name) }
        }
        let ranked = reasons.enumerated().sorted { left, right in
            left.element.lost == right.element.lost
                ? left.offset < right.offset : left.element.lost > right.element.lost
        }
        return ranked.prefix(most).map(\.element)
    }

    private init(_ input: ScoredInput, of factor: Factor) {
        let fault = input.value.map { $0 < input.target ? Fault.low : .high } ?? .missing
        code = "\(input.name.rawValue).\(fault.rawValue)"
        sentence = fault == .missing ? input.name.missingSentence : input.name.sentence
        self.factor = factor
        self.input = input.name
        lost = input.lost
        value = input.value
        target = input.target
    }

    /// What is wrong with an input.
    private enum Fault: String {
        case low, high, missing
    }
}
