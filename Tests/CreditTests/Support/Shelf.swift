import Contracts

@testable import Credit

extension Scoring {
    /// Scores facts with the newest model.
    static func score(_ facts: Facts) throws -> Score {
        let model = try RuleShelf.models().newest
        return try score(Given.snapshot(facts, model: model.version), by: model)
    }
}

extension Score {
    func factor(_ name: Factor) -> ScoredFactor? {
        factors.first { $0.name == name }
    }

    func input(_ name: Input) -> ScoredInput? {
        factors.flatMap(\.inputs).first { $0.name == name }
    }
}

extension Model {
    func input(_ name: Input) -> InputModel? {
        factors.flatMap(\.inputs).first { $0.name == name }
    }
}
