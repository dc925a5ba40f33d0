/// One parameter of a query, decoded.
public struct QueryItem: Sendable, Hashable {
    /// As the channel names it.
    public let name: String
    /// Not percent-encoded: signatures cover the decoded value, the URL carries the encoded one.
    public let value: String

    /// A parameter.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// A parameter with a whole number.
    public init(_ name: String, _ value: Int) {
        self.init(name, String(value))
    }
}
