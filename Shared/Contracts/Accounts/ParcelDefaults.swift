/// What stands in for parcels where the channel tells nothing.
public struct ParcelDefaults: Codable, Sendable, Hashable {
    /// Where parcels leave from when no warehouse of the shop has a usable address.
    public var shipFrom: ShipFrom?
    /// Weight of a packed product that has none, in grams; together with the dimensions, or neither.
    public var weightGrams: Int?
    /// Its length, width and height, in millimetres; together with the weight, or neither.
    public var dimensionsMillimetres: [Int]?

    /// Puts the record together.
    public init(shipFrom: ShipFrom? = nil, weightGrams: Int? = nil, dimensionsMillimetres: [Int]? = nil) {
        self.shipFrom = shipFrom
        self.weightGrams = weightGrams
        self.dimensionsMillimetres = dimensionsMillimetres
    }

    /// An address of the sender's.
    public struct ShipFrom: Codable, Sendable, Hashable {
        /// Who sends: a person or a company.
        public var name: String
        /// The sender's telephone.
        public var phone: String?
        /// Address lines, street and number first; one to three.
        public var lines: [String]
        /// The city or town.
        public var city: String
        /// State or province, where the country has them.
        public var state: String?
        /// The postal code, as the country writes it.
        public var postalCode: String
        /// The country, ISO 3166-1 alpha-2, such as `US`.
        public var country: String

        /// Puts the address together.
        public init(
            name: String, phone: String? = nil, lines: [String], city: String, state: String? = nil,
            postalCode: String, country: String
        ) {
            self.name = name
            self.phone = phone
            self.lines = lines
            self.city = city
            self.state = state
            self.postalCode = postalCode
            self.country = country
        }
    }
}
