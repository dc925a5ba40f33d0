import Contracts
import Messaging

/// What others are told of a move that a person made.
struct ShelfNews {
    let now: Instant

    /// The level after the move, and that orders which wait may fit when there is more to take.
    func drafts(_ move: Move, _ shelf: Shelf) -> [Draft] {
        var after = shelf
        after.apply(ShelfChange(move: move, cause: move.id))
        guard let level = after.levels[move.level] else { return [] }
        let changed = Draft(StockChanged(move.level, level, version: level.version, at: now))
        guard move.onHand - move.reserved - move.held > 0 else { return [changed] }
        return [changed, Draft(StockRisen(places: [.init(sku: move.level.sku, location: move.level.location)]))]
    }

    /// Why a command is not carried out.
    func refused(_ refusal: Shelf.Refusal) -> Draft {
        Draft(StockRefused(reason: refusal.reason, sentence: refusal.sentence, orders: refusal.orders))
    }
}
