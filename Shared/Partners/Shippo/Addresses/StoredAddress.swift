public import Outbound

/// An address as Shippo keeps it. It never changes: another address is another id.
public struct StoredAddress: Codable, Sendable, Hashable {
    /// For ``CreateShipment``.
    @Loose public var id: String?
    /// Of the person.
    @Loose public var name: String?
    /// Street and number, perhaps corrected.
    @Loose public var street1: String?
    /// Flat, floor.
    @Loose public var street2: String?
    /// Town, perhaps corrected.
    @Loose public var city: String?
    /// State or province.
    @Loose public var state: String?
    /// Postal code, perhaps lengthened.
    @Loose public var zip: String?
    /// ISO 3166-1 alpha-2.
    @Loose public var country: String?
    /// Whether a label can be made with it.
    @Loose public var isComplete: Bool?
    /// Where people live; carriers ask more for it.
    @Loose public var isResidential: Bool?
    /// What validation found; nil when none was asked for.
    public var validation: Validation?

    /// An empty one, to be filled.
    public init() {}

    /// What validation found.
    public struct Validation: Codable, Sendable, Hashable {
        /// Whether a carrier can deliver there.
        @Loose public var isValid: Bool?
        /// Why not, or what was corrected.
        public var messages: [ShippoMessage]?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case messages
            case isValid = "is_valid"
        }
    }

    /// Whether validation found that nothing can be delivered there; an address that was not validated is not invalid.
    public var isInvalid: Bool { validation?.isValid == false }

    private enum CodingKeys: String, CodingKey {
        case name, street1, street2, city, state, zip, country
        case id = "object_id"
        case isComplete = "is_complete"
        case isResidential = "is_residential"
        case validation = "validation_results"
    }
}
