import Contracts
import Foundation
import Messaging
import Postgres

/// Changes what is on hand because a person says so; never below what orders and people have a claim on.
struct StockAdjustHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<StockAdjust>], _ pipeline: inout Pipeline) -> Loading<Shelf> {
        let tenants = Array(Set(messages.compactMap { $0.metadata.tenant?.uuid }))
        let levels = Set(messages.compactMap(\.level)).sorted()
        return Loading(
            ShelfStore.load(
                ShelfStore.named(levels), moves: messages.map(\.body.move), tenants: tenants, &pipeline))
    }

    func decide(_ message: Received<StockAdjust>, _ shelf: Shelf) -> Decision<ShelfChange> {
        let body = message.body
        // Asked twice under two message ids: the first one counts.
        guard let level = message.level, shelf.moves[body.move] == nil else { return .done() }
        let news = ShelfNews(now: now())
        do throws(Shelf.Refusal) {
            let move = try shelf.adjust(level, by: body.units, id: body.move, actor: body.actor, reason: body.reason)
            return .done([ShelfChange(move: move, cause: message.metadata.id)], events: news.drafts(move, shelf))
        } catch {
            return .done(events: [news.refused(error)])
        }
    }

    func apply(_ change: ShelfChange, to shelf: inout Shelf) {
        shelf.apply(change)
    }

    func save(_ changes: [ShelfChange], _ pipeline: inout Pipeline) {
        ShelfStore.save(changes, &pipeline)
    }
}

extension Received<StockAdjust> {
    var level: LevelKey? {
        metadata.tenant.map { LevelKey(tenant: $0, sku: body.sku, location: body.location) }
    }
}
