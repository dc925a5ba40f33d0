public import Outbound

/// One page of a list, newest first.
public struct ShippoPage<Item: Decodable & Sendable>: Decodable, Sendable {
    /// What could be read.
    public let items: [Item]
    /// What could not; the rest of the page is unharmed.
    public let malformed: [LossyList<Item>.Malformed]
    /// Whether there are more.
    public let hasNext: Bool

    private enum CodingKeys: String, CodingKey {
        case next, results
    }

    /// Reads a page. One without results is no page: that nothing is there must be said.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let list = try container.decode(LossyList<Item>.self, forKey: .results)
        items = list.elements
        malformed = list.malformed
        hasNext = try container.decode(Loose<String>.self, forKey: .next).wrappedValue?.isEmpty == false
    }
}

/// The answer of a call that says no more than "done".
public struct Nothing: Decodable, Sendable, Hashable {
    /// Reads anything.
    public init(from decoder: any Decoder) throws {}
}
