import Contracts

/// A score with everything that explains it. It decides nothing.
struct Score: Codable, Hashable, Sendable {
    /// The model's version.
    let model: Int
    /// The end of the 90 days.
    let asOf: Instant
    /// 0 to 100.
    let raw: Points
    /// The same on the model's scale, rounded down.
    let scaled: Int
    let scale: Scale
    /// The name of the band that it lies in.
    let band: String
    let confidence: Confidence
    /// Whose lost points add up to what is missing from 100.
    let factors: [ScoredFactor]
    /// At most four, the costliest first.
    let reasons: [Reason]
    /// What was added up.
    let figures: PersonFigures
    /// What was there to be used, and what was missing.
    let data: [DatumNote]
}
