/// A datum that a person says is wrong.
public struct DisputeRecord: Codable, Sendable, Hashable {
    /// How far a dispute is.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// The datum counts, marked.
        case open
        /// The datum counts as missing.
        case accepted
        /// The datum counts.
        case refused
        /// The person contests it no more.
        case withdrawn
        /// It was accepted, and the datum has been mended since: it counts.
        case resolved
    }

    /// Names the dispute.
    public var dispute: DisputeID
    /// The account whose datum it is.
    public var account: AccountID
    /// The datum, as the score names it.
    public var datum: String
    /// What is wrong with it, in the person's words.
    public var words: String
    /// How far it is.
    public var state: State
    /// When it was opened.
    public var openedAt: Instant
    /// When it was settled or withdrawn.
    public var closedAt: Instant?
    /// What whoever settled it says.
    public var answer: String?

    /// Puts the record together.
    public init(
        dispute: DisputeID, account: AccountID, datum: String, words: String, state: State, openedAt: Instant,
        closedAt: Instant? = nil, answer: String? = nil
    ) {
        self.dispute = dispute
        self.account = account
        self.datum = datum
        self.words = words
        self.state = state
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.answer = answer
    }
}

/// A datum that is contested.
public typealias DisputeID = Identifier<Dispute>
/// What a ``DisputeID`` names.
public enum Dispute {}
