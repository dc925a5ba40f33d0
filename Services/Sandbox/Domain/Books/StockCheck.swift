/// Whether the sandbox's own books agree with themselves.
struct StockCheck: Sendable {
    struct Mismatch: Sendable {
        let shelf: Shelf
        let text: String
    }

    private(set) var shelves = 0
    private(set) var mismatches: [Mismatch] = []

    /// Committed units must be those of open, unshipped lines; nothing is below zero; the journal leads to the levels.
    init(_ books: TikTokBooks) {
        let open = Self.open(books)
        let last = books.stock.journal.lines.reduce(into: [Shelf: StockLevel]()) { $0[$1.shelf] = $1.after }
        for (shelf, level) in books.stock.levels {
            shelves += 1
            if level.committed != open[shelf] ?? 0 {
                mismatches.append(.init(shelf: shelf, text: "committed \(level.committed), open \(open[shelf] ?? 0)"))
            }
            if level.available < 0 { mismatches.append(.init(shelf: shelf, text: "available \(level.available)")) }
            if books.stock.journal.dropped == 0, last[shelf] != level {
                mismatches.append(.init(shelf: shelf, text: "the journal ends elsewhere"))
            }
        }
    }

    private static func open(_ books: TikTokBooks) -> [Shelf: Int] {
        var open: [Shelf: Int] = [:]
        for order in books.shopList.flatMap({ books.orders.of(shop: $0.id) }) where !order.isHistory {
            for draw in order.draws(of: order.lines.filter { $0.status == .awaitingShipment }) {
                open[Shelf(skuID: draw.skuID, warehouseID: order.warehouseID), default: 0] += draw.units
            }
        }
        return open
    }
}
