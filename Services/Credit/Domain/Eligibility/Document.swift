/// A paper that an applicant declares to have, and an operator may look at.
enum Document: String, Codable, Sendable, CaseIterable {
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

    /// How far it is.
    enum State: String, Codable, Sendable, CaseIterable {
        /// The applicant says that it is there.
        case declared
        /// Somebody has looked at it.
        case verified
        /// Somebody has looked at it and does not take it.
        case refused

        /// Whether it counts as being there.
        var holds: Bool { self != .refused }
    }
}
