import Contracts
import Foundation

/// How a score is made of inputs: a file with a version that never changes once it has been used.
struct Model: Codable, Hashable, Sendable {
    /// 1, 2, 3 …
    let version: Int
    /// The currency of its tiers; every amount is converted to it.
    let currency: Currency
    let scale: Scale
    /// From the lowest to the highest.
    let bands: [Band]
    let confidence: ConfidenceLimits
    let factors: [FactorModel]

    /// Reads a file and checks it whole.
    static func read(_ file: Data) throws(Wrong) -> Model {
        let model = try RuleFile.read(Model.self, file)
        try model.check()
        return model
    }
}

/// What 0 and 100 points are called on the scale that people know.
struct Scale: Codable, Hashable, Sendable {
    let least: Int
    let most: Int

    /// Rounded down: the most is reached by 100 points alone.
    func scaled(_ raw: Points) -> Int {
        least + Int((Int128(most - least) * Int128(raw.billionths)).floored(by: Int128(Points.hundred.billionths)))
    }
}

/// A name for a stretch of scores.
struct Band: Codable, Hashable, Sendable {
    let name: String
    /// The first points, of 100, that belong to it.
    let from: Points
}

/// Up to where data count as fresh and complete.
struct ConfidenceLimits: Codable, Hashable, Sendable {
    /// The least part of the window that a history must cover, 0 to 1.
    let coverage: Quantity
    /// The most hours since the oldest datum was read.
    let hours: Int
}

/// One of the four parts.
struct FactorModel: Codable, Hashable, Sendable {
    let name: Factor
    /// Percent of the score.
    let weight: Int
    /// Points, of 100, where none of its inputs is known.
    let missing: Int
    let inputs: [InputModel]
}

/// One input of a factor.
struct InputModel: Codable, Hashable, Sendable {
    let name: Input
    /// Percent of the factor.
    let share: Int
    let missing: WhenMissing
    let curve: Curve
}

extension Model {
    /// The band that a score belongs to.
    func band(of raw: Points) -> Band {
        bands.last { $0.from <= raw } ?? bands[0]
    }
}
