/// One call of the Open API as a value: what goes out and what comes back, without a network.
public protocol TikTokShopCall: Sendable {
    /// The `data` of a successful answer.
    associatedtype Reply: Decodable & Sendable

    /// Where it goes.
    static var endpoint: Endpoint { get }
    /// What stands in the path for the words in braces, in their order.
    var pathArguments: [String] { get }
    /// The query without what every call has; never an empty value, since those are dropped before they are signed.
    var query: [QueryItem] { get }
    /// The JSON body; nil for none. Searches without filters send `{}`.
    var body: (any Encodable & Sendable)? { get }
    /// What the channel would refuse, by the name of the field; nil when the call may go out.
    var problem: String? { get }
}

extension TikTokShopCall {
    /// None.
    public var pathArguments: [String] { [] }
    /// None.
    public var query: [QueryItem] { [] }
    /// None.
    public var body: (any Encodable & Sendable)? { nil }
    /// Nothing.
    public var problem: String? { nil }
}

/// The answer of a call that says no more than "done".
public struct Nothing: Decodable, Sendable, Hashable {
    /// Reads anything.
    public init(from decoder: any Decoder) throws {}
}
