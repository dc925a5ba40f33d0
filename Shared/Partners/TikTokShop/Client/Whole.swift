public import Outbound

/// An element of a page together with all that was received of it, known fields or not.
public struct Whole<Item: PageItem>: PageItem {
    /// The field that holds the list.
    public static var listKey: String { Item.listKey }

    /// What is understood.
    public let item: Item
    /// Everything.
    public let json: ReceivedJSON

    /// Reads it twice: for what is known, and whole.
    public init(from decoder: any Decoder) throws {
        item = try Item(from: decoder)
        json = try ReceivedJSON(from: decoder)
    }
}

extension Whole: Equatable where Item: Equatable {}
extension Whole: Hashable where Item: Hashable {}
