public import Outbound

/// An element of a paged answer.
public protocol PageItem: Decodable, Sendable {
    /// The field of the answer that holds the list.
    static var listKey: String { get }
}

/// One page of a search.
public struct Page<Item: PageItem>: Decodable, Sendable {
    /// What could be read.
    public let items: [Item]
    /// What could not; the rest of the page is unharmed.
    public let malformed: [LossyList<Item>.Malformed]
    /// Where the next page begins; nil on the last one, which the channel marks by an empty or absent token.
    public let nextPageToken: String?
    /// How many there are over all pages, where the channel says so.
    public let totalCount: Int?

    /// Reads a page; a page without its list is an empty one.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        let list = try container.decodeIfPresent(LossyList<Item>.self, forKey: AnyKey(Item.listKey))
        items = list?.elements ?? []
        malformed = list?.malformed ?? []
        let token = try container.decode(Loose<String>.self, forKey: AnyKey("next_page_token")).wrappedValue
        nextPageToken = token == "" ? nil : token
        totalCount = try container.decode(Loose<Int>.self, forKey: AnyKey("total_count")).wrappedValue
    }
}

/// A coding key for names that are known only at run time.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
