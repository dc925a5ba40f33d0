/// The sandbox's own count of every shelf, with a journal line for every change and every read.
struct StockBook: Sendable {
    private(set) var levels: [Shelf: StockLevel] = [:]
    private(set) var warehouses: [String: [String]] = [:]
    private(set) var journal = StockJournal()

    /// Puts a new shelf up.
    mutating func open(_ shelf: Shelf, level: StockLevel, at moment: Moment) {
        levels[shelf] = level
        warehouses[shelf.skuID, default: []].append(shelf.warehouseID)
        journal.note(.opened, shelf, at: moment, before: StockLevel(available: 0), after: level, reference: "")
    }

    func level(_ shelf: Shelf) -> StockLevel {
        levels[shelf] ?? StockLevel(available: 0)
    }

    /// The warehouse that has every unit of an order, the first listed one before the others.
    func warehouse(for draws: [Draw], among candidates: [String]) -> String? {
        candidates.first { warehouse in
            draws.allSatisfy { level(Shelf(skuID: $0.skuID, warehouseID: warehouse)).available >= $0.units }
        }
    }

    /// Sells: available falls and committed rises. The caller has found the units available.
    mutating func sell(_ draws: [Draw], from warehouse: String, order: String, at moment: Moment) {
        change(draws, warehouse, .sale, order, moment) {
            $0.available -= $1
            $0.committed += $1
        }
    }

    /// Gives units of a cancelled line back; what was shipped has left the committed count already.
    mutating func restore(_ draws: [Draw], to warehouse: String, wasShipped: Bool, order: String, at moment: Moment) {
        change(draws, warehouse, .cancel, order, moment) {
            $0.available += $1
            if !wasShipped { $0.committed -= $1 }
        }
    }

    /// Counts units out when their line is shipped.
    mutating func ship(_ draws: [Draw], from warehouse: String, order: String, at moment: Moment) {
        change(draws, warehouse, .ship, order, moment) { $0.committed -= $1 }
    }

    /// Sets what is available. It is not a delta, and committed units do not count.
    mutating func set(_ shelf: Shelf, to quantity: Int, by caller: String, at moment: Moment) {
        let before = level(shelf)
        levels[shelf, default: StockLevel(available: 0)].available = quantity
        journal.note(.set, shelf, at: moment, before: before, after: level(shelf), reference: caller)
    }

    /// Notes that somebody was told the level: it opens the window in which a sale goes unseen.
    mutating func read(_ shelf: Shelf, by caller: String, at moment: Moment) {
        journal.note(.read, shelf, at: moment, before: level(shelf), after: level(shelf), reference: caller)
    }

    private mutating func change(
        _ draws: [Draw], _ warehouse: String, _ cause: StockJournal.Cause, _ order: String, _ moment: Moment,
        _ apply: (inout StockLevel, Int) -> Void
    ) {
        for draw in draws {
            let shelf = Shelf(skuID: draw.skuID, warehouseID: warehouse)
            let before = level(shelf)
            apply(&levels[shelf, default: StockLevel(available: 0)], draw.units)
            journal.note(cause, shelf, at: moment, before: before, after: level(shelf), reference: order)
        }
    }
}

extension Sequence<Draw> {
    /// The same units with one entry per SKU, in order of SKU.
    var summed: [Draw] {
        let totals = reduce(into: [String: Int]()) { $0[$1.skuID, default: 0] += $1.units }
        return totals.map { Draw(skuID: $0.key, units: $0.value) }.sorted { $0.skuID < $1.skuID }
    }
}
