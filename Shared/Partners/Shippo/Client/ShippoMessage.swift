public import Outbound

/// What Shippo or a carrier says about a thing.
public struct ShippoMessage: Codable, Sendable, Hashable {
    /// Who says it, such as `USPS`.
    @Loose public var source: String?
    /// A number or word of theirs; often empty.
    @Loose public var code: String?
    /// In words.
    @Loose public var text: String?
    /// Of an address: whether it is an error or a warning.
    @Loose public var type: String?

    /// An empty one, to be filled.
    public init() {}
}
