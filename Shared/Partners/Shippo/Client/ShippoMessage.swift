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

    /// Reads a message, which is an object or a bare text, as far as it can be read.
    public init(from decoder: any Decoder) throws {
        self.init()
        if let words = try? decoder.singleValueContainer().decode(String.self) {
            text = words
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        source = container.lenient(.source)
        code = container.lenient(.code)
        text = container.lenient(.text)
        type = container.lenient(.type)
    }

    private enum CodingKeys: String, CodingKey {
        case source, code, text, type
    }
}
