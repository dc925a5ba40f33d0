/// A line of a shipment's log.
public struct ShipmentEvent: Codable, Sendable, Hashable {
    /// A constant word, such as `labelBought`, `labelVoided`, `shipAccepted`, `tracked`.
    public var kind: String
    /// What happened, in a sentence for people.
    public var sentence: String
    /// Who did it: `automation`, or the prefix of the person's key.
    public var actor: String
    /// When it happened.
    public var at: Instant

    /// Puts the record together.
    public init(kind: String, sentence: String, actor: String, at: Instant) {
        self.kind = kind
        self.sentence = sentence
        self.actor = actor
        self.at = at
    }
}
