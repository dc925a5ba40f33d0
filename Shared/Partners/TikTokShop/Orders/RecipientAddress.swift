public import Outbound

/// Where an order goes: personal data. Masked parts hold asterisks.
public struct RecipientAddress: Codable, Sendable, Hashable {
    /// Full name.
    @Loose public var name: String?
    /// Where the market splits names.
    @Loose public var firstName: String?
    /// See ``firstName``.
    @Loose public var lastName: String?
    /// With the country's code in brackets, such as `(+1)5550100`.
    @Loose public var phoneNumber: String?
    /// All of it in one line.
    @Loose public var fullAddress: String?
    /// Street and number.
    @Loose public var addressLine1: String?
    /// Flat, floor.
    @Loose public var addressLine2: String?
    /// More.
    @Loose public var addressLine3: String?
    /// More.
    @Loose public var addressLine4: String?
    /// As the country writes it.
    @Loose public var postalCode: String?
    /// ISO 3166-1 alpha-2.
    @Loose public var regionCode: String?
    /// Country, state, county, city: from the widest to the narrowest.
    public var districts: [District]?

    /// An empty one, to be filled.
    public init() {}

    /// The name of a level, such as "State" or "City"; compared without regard to case.
    public func district(_ levelName: String) -> String? {
        districts?.first { $0.levelName?.lowercased() == levelName.lowercased() }?.name
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case firstName = "first_name"
        case lastName = "last_name"
        case phoneNumber = "phone_number"
        case fullAddress = "full_address"
        case addressLine1 = "address_line1"
        case addressLine2 = "address_line2"
        case addressLine3 = "address_line3"
        case addressLine4 = "address_line4"
        case postalCode = "postal_code"
        case regionCode = "region_code"
        case districts = "district_info"
    }
}

/// One level of an address.
public struct District: Codable, Sendable, Hashable {
    /// Such as `State`; markets name their levels differently.
    @Loose public var levelName: String?
    /// Such as `Texas`.
    @Loose public var name: String?
    /// `L0` is the country.
    @Loose public var level: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case levelName = "address_level_name"
        case name = "address_name"
        case level = "address_level"
    }
}
