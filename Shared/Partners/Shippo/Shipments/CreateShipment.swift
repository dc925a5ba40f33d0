public import Outbound

/// Asks carriers for offers and waits for them.
public struct CreateShipment: ShippoCall {
    /// The shipment with its offers.
    public typealias Reply = Shipment
    /// Makes something; a repeat makes a second shipment, which costs nothing.
    public static let method = HTTPMethod.post
    /// Among the writes.
    public static let budget = ShippoBudget.write

    /// A place, kept or not.
    public enum Place: Encodable, Sendable, Hashable {
        /// By the id of a ``StoredAddress``.
        case id(String)
        /// As it is.
        case address(Address)

        /// An id is a text, an address an object.
        public func encode(to encoder: any Encoder) throws {
            switch self {
            case .id(let id):
                var container = encoder.singleValueContainer()
                try container.encode(id)
            case .address(let address):
                try address.encode(to: encoder)
            }
        }
    }

    /// From where.
    public var from: Place
    /// To where.
    public var to: Place
    /// What.
    public var parcels: [Parcel]
    /// At most 100 characters.
    public var metadata: String?
    /// With which carriers' accounts alone; nil is all of the account's.
    public var carrierAccounts: [String]?

    /// A parcel on its way from somewhere to somewhere.
    public init(
        from: Place, to: Place, parcels: [Parcel], metadata: String? = nil, carrierAccounts: [String]? = nil
    ) {
        self.from = from
        self.to = to
        self.parcels = parcels
        self.metadata = metadata
        self.carrierAccounts = carrierAccounts
    }

    /// Shipments.
    public var path: String { "/shipments" }

    /// Places and parcels; without `async: false` the answer would come before the offers.
    public var body: (any Encodable & Sendable)? {
        Body(from: from, to: to, parcels: parcels, metadata: metadata, carrierAccounts: carrierAccounts)
    }

    /// No parcel, a parcel without size or weight, or too much metadata.
    public var problem: String? {
        if parcels.isEmpty { return "parcels: is empty" }
        if let problem = parcels.lazy.compactMap(\.problem).first { return problem }
        return Metadata.problem(metadata)
    }

    private struct Body: Encodable {
        let from, to: Place
        let parcels: [Parcel]
        let metadata: String?
        let carrierAccounts: [String]?
        let isAsync = false

        enum CodingKeys: String, CodingKey {
            case parcels, metadata
            case from = "address_from"
            case to = "address_to"
            case carrierAccounts = "carrier_accounts"
            case isAsync = "async"
        }
    }
}

/// The rule for what we write on a thing of Shippo's.
enum Metadata {
    static func problem(_ metadata: String?) -> String? {
        (metadata?.count ?? 0) <= 100 ? nil : "metadata: at most 100 characters"
    }
}
