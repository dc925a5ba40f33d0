import Contracts
import Foundation
import Messaging
import Postgres

/// Takes a manual change of stock back, once.
struct StockUndoHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<StockUndo>], _ pipeline: inout Pipeline) -> Loading<Desk> {
        let tenants = Array(Set(messages.compactMap { $0.metadata.tenant?.uuid }))
        let ids = messages.map(\.body.move)
        return Loading(
            DeskStore.load(DeskStore.levels(ofMoves: ids, tenants), moves: ids, tenants: tenants, &pipeline))
    }

    func decide(_ message: Received<StockUndo>, _ desk: Desk) -> Decision<DeskChange> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let news = DeskNews(now: now())
        do throws(Desk.Refusal) {
            let move = try desk.of(tenant).undo(message.body.move, actor: message.body.actor)
            return .done([DeskChange(move: move, cause: message.metadata.id)], events: news.drafts(move, desk))
        } catch {
            return .done(events: [news.refused(error)])
        }
    }

    func apply(_ change: DeskChange, to desk: inout Desk) {
        desk.apply(change)
    }

    func save(_ changes: [DeskChange], _ pipeline: inout Pipeline) {
        DeskStore.save(changes, &pipeline)
    }
}
