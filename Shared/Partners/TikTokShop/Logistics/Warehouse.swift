public import Outbound

/// A warehouse of a shop.
public struct Warehouse: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "warehouses"

    /// The channel's id.
    @Loose public var id: String?
    /// Its name.
    @Loose public var name: String?
    /// `ENABLED`, `DISABLED` or `RESTRICTED`.
    @Loose public var effectStatus: String?
    /// `SALES_WAREHOUSE` or `RETURN_WAREHOUSE`.
    @Loose public var type: String?
    /// Whose it is, such as the seller's own or FBT's.
    @Loose public var subType: String?
    /// Where orders go that name none.
    @Loose public var isDefault: Bool?
    /// From where parcels leave.
    public var address: WarehouseAddress?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, name, type, address
        case effectStatus = "effect_status"
        case subType = "sub_type"
        case isDefault = "is_default"
    }
}

/// Where a warehouse stands.
public struct WarehouseAddress: Codable, Sendable, Hashable {
    /// ISO 3166-1 alpha-2.
    @Loose public var regionCode: String?
    /// State or province.
    @Loose public var state: String?
    /// City.
    @Loose public var city: String?
    /// The channel spells the field "distict".
    @Loose public var district: String?
    /// As the country writes it.
    @Loose public var postalCode: String?
    /// All of it in one line.
    @Loose public var fullAddress: String?
    /// Street and number.
    @Loose public var addressLine1: String?
    /// More.
    @Loose public var addressLine2: String?
    /// Whom a carrier asks for.
    @Loose public var contactPerson: String?
    /// Their telephone.
    @Loose public var phoneNumber: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case state, city
        case regionCode = "region_code"
        case district = "distict"
        case postalCode = "postal_code"
        case fullAddress = "full_address"
        case addressLine1 = "address_line1"
        case addressLine2 = "address_line2"
        case contactPerson = "contact_person"
        case phoneNumber = "phone_number"
    }
}
