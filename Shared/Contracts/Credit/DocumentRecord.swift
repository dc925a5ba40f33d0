/// A paper that a market asks for.
public struct DocumentRecord: Codable, Sendable, Hashable {
    /// Which paper.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A business registered in the country.
        case businessEntity
        /// The employer identification number that the US give a business.
        case employerIdentificationNumber
        /// A limited company.
        case limitedCompany
        /// Registration for value added tax.
        case vatRegistration
        /// A business registered in the market.
        case localEntity
        /// What the market asks of sellers beside it.
        case marketRules
        /// A proof of who a creator is.
        case identity
    }
    /// How far a paper is.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// The person says that it is there.
        case declared
        /// Somebody has looked at it.
        case verified
        /// Somebody has looked at it and does not take it.
        case refused
    }

    /// The market, ISO 3166-1 alpha-2, such as `US`.
    public var market: String
    /// Which of the papers that the market asks for.
    public var document: Kind
    /// How far it is.
    public var state: State
    /// What whoever looked at it says.
    public var note: String?

    /// Puts the record together.
    public init(market: String, document: Kind, state: State, note: String? = nil) {
        self.market = market
        self.document = document
        self.state = state
        self.note = note
    }
}
