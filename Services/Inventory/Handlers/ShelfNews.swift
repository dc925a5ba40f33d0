import Contracts
import Messaging

/// What others are told of a move that a person made, or of a hold that has expired.
enum ShelfNews {
    /// The level as it stands now, and that orders which wait may fit when there is more to take.
    ///
    /// - Parameter shelf: Before the moves.
    static func drafts(_ changes: [ShelfChange], _ shelf: Shelf, now: Instant) -> [Draft] {
        var after = shelf
        for change in changes { after.apply(change) }
        let moves = changes.compactMap(\.move).filter { $0.onHand != 0 || $0.reserved != 0 || $0.held != 0 }
        let changed = Set(moves.map(\.level)).sorted().compactMap { key in
            after.levels[key].map {
                Draft(StockChanged(key, $0, version: $0.version, at: now), tenant: key.tenant)
            }
        }
        let risen = Set(moves.filter { $0.onHand - $0.reserved - $0.held > 0 }.map(\.level)).sorted()
        guard let tenant = risen.first?.tenant else { return changed }
        let places = risen.map { StockRisen.Place(sku: $0.sku, location: $0.location) }
        return changed + [Draft(StockRisen(places: places), tenant: tenant)]
    }
}
