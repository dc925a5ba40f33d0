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

    /// Reads what a caller asks for.
    init(cursor: String?, limit: Int?) throws(Obstacle) {
        do {
            self.limit = try PageSize.checked(limit)
        } catch {
            throw Obstacle(.wrong, code: error.code, field: error.field, error.sentence)
        }
        after = try cursor.map { (text) throws(Obstacle) in
            guard let end = Self.end(text) else {
                throw Obstacle(
                    .wrong, code: "unknownCursor", field: "/cursor", "must be the `next` of a page of this list")
            }
            return end
        }
    }

    /// Cuts what was found, one more than asked for, to a page.
    ///
    /// - Returns: The page and the cursor of the next one; nil at the end.
    func cut<Row>(_ rows: [Row], end: (Row) -> End) -> (rows: [Row], next: String?) {
        guard rows.count > limit, let last = rows.prefix(limit).last else { return (rows, nil) }
        return (Array(rows.prefix(limit)), Self.cursor(end(last)))
    }

    private static func cursor(_ end: End) -> String? {
        (try? JSONEncoder().encode(end)).map { "\(End.mark).\($0.base64EncodedString())" }
    }

    private static func end(_ cursor: String) -> End? {
        guard cursor.utf8.count <= 2_000, cursor.hasPrefix(End.mark + "."),
            let data = Data(base64Encoded: String(cursor.dropFirst(End.mark.count + 1))),
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
    let move: UUID
    var isSound: Bool { true }
}

/// Where a page of holds ended.
struct HoldEnd: PageEnd {
    static let mark = "holds1"
    let hold: UUID
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
