import Contracts
import Foundation
import Messaging
import Postgres

/// Puts goods that came back on the shelf, or notes that they are scrap, as the person who looked at them says.
struct ReturnInspectHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<ReturnInspect>], _ pipeline: inout Pipeline) -> Loading<Inspection> {
        InspectionStore.load(messages, &pipeline)
    }

    func decide(_ message: Received<ReturnInspect>, _ view: Inspection) -> Decision<InspectionChange> {
        guard let key = message.returnKey else { return .done() }
        let news = ShelfNews(now: now())
        do throws(Shelf.Refusal) {
            let moves = try view.inspect(message.body, key)
            let change = InspectionChange(
                key: key, found: message.body.lines, moves: moves, cause: message.metadata.id)
            var shelf = view.shelf
            var events: [Draft] = []
            for move in moves where move.onHand > 0 {
                events += news.drafts(move, shelf)
                shelf.apply(ShelfChange(move: move, cause: change.cause))
            }
            return .done([change], events: events)
        } catch {
            return .done(events: [news.refused(error)])
        }
    }

    func apply(_ change: InspectionChange, to view: inout Inspection) {
        view.apply(change)
    }

    func save(_ changes: [InspectionChange], _ pipeline: inout Pipeline) {
        InspectionStore.save(changes, &pipeline)
    }
}

extension Received<ReturnInspect> {
    var returnKey: ReturnKey? {
        metadata.tenant.map { ReturnKey(tenant: $0, shop: body.shop, channelReturn: body.channelReturn) }
    }
}
