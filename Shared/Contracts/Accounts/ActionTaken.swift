/// Something was done without a person, or by one: a line of the log that the owner can read.
///
/// Accounts keeps the log, and writes what it does itself into it at once.
public struct ActionTaken: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.action.taken.v1"
    /// A constant word, such as `labelBought` or `stockAdjusted`.
    public var action: String
    /// What it was done to, such as an order's id.
    public var subject: String
    /// One sentence for the owner.
    public var sentence: String
    /// Who did it: `automation`, a key's prefix, `operator:` and a name, or `bootstrap`.
    public var actor: String
    /// When it happened.
    public var at: Instant

    /// Puts the record together.
    public init(action: String, subject: String, sentence: String, actor: String, at: Instant) {
        self.action = action
        self.subject = subject
        self.sentence = sentence
        self.actor = actor
        self.at = at
    }
}
