import Contracts
import Foundation

/// Where a page of a list ended.
protocol PageEnd: Codable, Sendable, Hashable {
    /// Tells the cursors of one list from those of another.
    static var mark: String { get }
    /// Whether it can be a place in the list.
    var isSound: Bool { get }
}

/// A page of a list that a caller asks for.
struct Page<End: PageEnd>: Sendable {
    /// Behind this one; nil: from the beginning.
    let after: End?
    /// How many.
    let limit: Int
    /// By what the list was narrowed, as a short text: a cursor is good for that alone.
    private let filter: String

    /// Reads what a caller asks for.
    init(cursor: String?, limit: Int?, filter: String) throws(Obstacle) {
        self.filter = filter
        do {
            self.limit = try PageSize.checked(limit)
        } catch {
            throw Obstacle(.wrong, code: error.code, field: error.field, error.sentence)
        }
        after = try cursor.map { (text) throws(Obstacle) in
            guard let end = Self.end(text, filter) else {
                throw Obstacle(
                    .wrong, code: "unknownCursor", field: "/cursor",
                    "must be the `next` of a page of this list and filter")
            }
            return end
        }
    }

    /// Cuts what was found, one more than asked for, to a page.
    ///
    /// - Returns: The page and the cursor of the next one; nil at the end.
    func cut<Row>(_ rows: [Row], end: (Row) -> End) -> (rows: [Row], next: String?) {
        guard rows.count > limit, let last = rows.prefix(limit).last else { return (rows, nil) }
        return (Array(rows.prefix(limit)), Self.cursor(end(last), filter))
    }

    /// In the alphabet of RFC 4648 §5, which an address takes as it is.
    private static func cursor(_ end: End, _ filter: String) -> String? {
        (try? JSONEncoder().encode(end)).map { data in
            let text = "\(End.mark).\(filter).\(data.base64EncodedString())"
            return text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
    }

    private static func end(_ cursor: String, _ filter: String) -> End? {
        let mark = "\(End.mark).\(filter).".replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        guard cursor.utf8.count <= 2_000, cursor.hasPrefix(mark) else { return nil }
        let plain = cursor.dropFirst(mark.count).replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)),
            let end = try? JSONDecoder().decode(End.self, from: data), end.isSound
        else { return nil }
        return end
    }
}

/// Where a page of levels ended.
struct LevelEnd: PageEnd {
    static let mark = "stock1"
    /// The SKU's code, by which the list is ordered, whatever its case.
    let code: String
    let sku: SKUID
    let location: LocationID
    var isSound: Bool { !code.unicodeScalars.contains("\0") }
}

/// Where a page of the ledger ended.
struct MoveEnd: PageEnd {
    static let mark = "moves1"
    let move: MoveID
    var isSound: Bool { true }
}

/// Where a page of holds ended.
struct HoldEnd: PageEnd {
    static let mark = "holds1"
    let hold: HoldID
    var isSound: Bool { true }
}

/// Where a page of waiting orders ended.
struct WaitingEnd: PageEnd {
    static let mark = "waiting1"
    let since: Instant
    let order: OrderID
    var isSound: Bool { true }
}

/// Where a page of listings ended.
struct ListingEnd: PageEnd {
    static let mark = "listings1"
    let shop: ShopID
    let channelSKU: String
    var isSound: Bool { !channelSKU.unicodeScalars.contains("\0") }
}
