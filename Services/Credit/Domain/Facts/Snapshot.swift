import Contracts

/// Everything that a score was made of, kept beside it: with the model of its version it gives the same score again.
struct Snapshot: Codable, Hashable, Sendable {
    /// The model's version.
    let model: Int
    /// Where the window ends.
    let asOf: Instant
    /// What every amount was converted to.
    let currency: Currency
    var facts: Facts

    var window: Window { Window(asOf: asOf) }
}
