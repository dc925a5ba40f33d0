/// A paper that a market asks for, as a score tells it: the score rests on what people declare, and says so.
public struct CreditDocument: Codable, Sendable, Hashable {
    /// How far a paper is.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Somebody has looked at it.
        case verified
        /// The person says that it is there, and nobody has looked.
        case declared
        /// It was not declared, or somebody has looked at it and does not take it.
        case missing
    }

    /// The market, ISO 3166-1 alpha-2, such as `US`.
    public var market: String
    /// Which of the papers that the market asks for.
    public var document: DocumentRecord.Kind
    /// How far it is.
    public var state: State

    /// Puts the record together.
    public init(market: String, document: DocumentRecord.Kind, state: State) {
        self.market = market
        self.document = document
        self.state = state
    }
}
