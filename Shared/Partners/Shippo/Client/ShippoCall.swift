public import Outbound

/// One call of Shippo's API as a value: what goes out and what comes back, without a network.
public protocol ShippoCall: Sendable {
    /// The body of a successful answer.
    associatedtype Reply: Decodable & Sendable

    /// The method.
    static var method: HTTPMethod { get }
    /// Which budget it draws on.
    static var budget: ShippoBudget { get }
    /// The path; ids in it are percent-encoded.
    var path: String { get }
    /// The query.
    var query: [(name: String, value: String)] { get }
    /// The JSON body; nil for none.
    var body: (any Encodable & Sendable)? { get }
    /// What Shippo would refuse, by the name of the field; nil when the call may go out.
    var problem: String? { get }
}

extension ShippoCall {
    /// None.
    public var query: [(name: String, value: String)] { [] }
    /// None.
    public var body: (any Encodable & Sendable)? { nil }
    /// Nothing.
    public var problem: String? { nil }
    /// Whether an unknown outcome must be read before the call is repeated.
    public static var changesSomething: Bool { method != .get }
}
