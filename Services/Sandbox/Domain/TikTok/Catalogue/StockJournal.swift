/// Every change of a shelf and every reading of it, in order: the evidence for who sold what when.
struct StockJournal: Sendable {
    enum Cause: String, Sendable {
        case opened, sale, cancel, ship, set, read
    }

    struct Line: Sendable {
        let number: Int
        let at: Moment
        let cause: Cause
        let shelf: Shelf
        let before: StockLevel
        let after: StockLevel
        /// The order of a sale, cancel or ship; the caller of a set or read.
        let reference: String
    }

    /// Lines beyond this many are not kept, only counted: a proof must then be taken in parts.
    static let capacity = 2_000_000

    private(set) var lines: [Line] = []
    private(set) var dropped = 0
    private var bySKU: [String: [Int]] = [:]

    mutating func note(
        _ cause: Cause, _ shelf: Shelf, at moment: Moment, before: StockLevel, after: StockLevel, reference: String
    ) {
        guard lines.count < Self.capacity else {
            dropped += 1
            return
        }
        bySKU[shelf.skuID, default: []].append(lines.count)
        lines.append(
            Line(
                number: lines.count, at: moment, cause: cause, shelf: shelf, before: before, after: after,
                reference: reference))
    }

    /// The lines of some SKUs in the order in which they happened.
    func lines(of skuIDs: [String]) -> [Line] {
        skuIDs.flatMap { bySKU[$0] ?? [] }.sorted().map { lines[$0] }
    }
}
