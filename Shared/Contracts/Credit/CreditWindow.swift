/// The stretch of time that a score is made of: what counts lies within it.
public struct CreditWindow: Codable, Sendable, Hashable {
    /// Where it begins, itself included.
    public var from: Instant
    /// Where it ends, itself excluded: the score's as-of time.
    public var until: Instant

    /// Puts the record together.
    public init(from: Instant, until: Instant) {
        self.from = from
        self.until = until
    }
}
