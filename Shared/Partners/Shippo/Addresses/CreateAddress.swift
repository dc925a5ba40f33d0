public import Outbound

/// Keeps an address, and has it validated where the carrier's country can.
public struct CreateAddress: ShippoCall {
    /// The address with its id and what validation found.
    public typealias Reply = StoredAddress
    /// Makes something.
    public static let method = HTTPMethod.post
    /// Among the writes.
    public static let budget = ShippoBudget.write

    /// Which address.
    public let address: Address
    /// Whether to validate it.
    public let validate: Bool

    /// An address, validated unless said otherwise.
    public init(_ address: Address, validate: Bool = true) {
        self.address = address
        self.validate = validate
    }

    /// Addresses.
    public var path: String { "/addresses" }
    /// The address.
    public var body: (any Encodable & Sendable)? { Body(address: address, validate: validate) }
    /// Without a country.
    public var problem: String? { address.country.isEmpty ? "country: is empty" : nil }

    private struct Body: Encodable {
        let address: Address
        let validate: Bool

        enum CodingKeys: String, CodingKey { case validate }

        func encode(to encoder: any Encoder) throws {
            try address.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(validate, forKey: .validate)
        }
    }
}
