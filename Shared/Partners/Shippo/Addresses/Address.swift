/// A place to send from or to, as we tell it.
public struct Address: Encodable, Sendable, Hashable {
    /// Of the person.
    public var name: String?
    /// Of the firm.
    public var company: String?
    /// Street and number.
    public var street1: String?
    /// Flat, floor.
    public var street2: String?
    /// More.
    public var street3: String?
    /// Town.
    public var city: String?
    /// State or province; short where the country has short ones, such as `TX`.
    public var state: String?
    /// Postal code.
    public var zip: String?
    /// ISO 3166-1 alpha-2; the one field without which there is no address.
    public var country: String
    /// Telephone; some carriers insist.
    public var phone: String?
    /// Electronic mail; some carriers insist abroad.
    public var email: String?

    /// An address of a country, to be filled.
    public init(country: String) {
        self.country = country
    }
}
