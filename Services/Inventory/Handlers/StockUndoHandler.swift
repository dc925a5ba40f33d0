import Contracts
import Foundation
import Messaging
import Postgres

/// Takes a manual change of stock back, once.
struct StockUndoHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<StockUndo>], _ pipeline: inout Pipeline) -> Loading<Shelf> {
        let tenants = Array(Set(messages.compactMap { $0.metadata.tenant?.uuid }))
        let ids = messages.map(\.body.move)
        return Loading(
            ShelfStore.load(ShelfStore.levels(ofMoves: ids, tenants), moves: ids, tenants: tenants, &pipeline))
    }

    func decide(_ message: Received<StockUndo>, _ shelf: Shelf) -> Decision<ShelfChange> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let news = ShelfNews(now: now())
        do throws(Shelf.Refusal) {
            let move = try shelf.of(tenant).undo(message.body.move, actor: message.body.actor)
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
