import Contracts
import Foundation
import Messaging
import Postgres

/// Sets units aside, so that no order gets them.
struct StockHoldHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<StockHold>], _ pipeline: inout Pipeline) -> Loading<Shelf> {
        let tenants = Array(Set(messages.compactMap { $0.metadata.tenant?.uuid }))
        let levels = Set(messages.compactMap { $0.wanted?.level }).sorted()
        return Loading(
            ShelfStore.load(
                ShelfStore.named(levels), holds: messages.map(\.body.hold), tenants: tenants, &pipeline))
    }

    func decide(_ message: Received<StockHold>, _ shelf: Shelf) -> Decision<ShelfChange> {
        // Asked twice under two message ids: the first one counts.
        guard let hold = message.wanted, shelf.holds[hold.id] == nil else { return .done() }
        let news = ShelfNews(now: now())
        do throws(Shelf.Refusal) {
            let move = try shelf.hold(hold)
            // Sent ahead; it waits in the lane until its time has come.
            let expiry = hold.until.map { _ in Draft(StockUnhold(hold: hold.id)) }
            return .done(
                [ShelfChange(move: move, hold: hold, cause: message.metadata.id)],
                events: news.drafts(move, shelf) + [expiry].compactMap { $0 })
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

extension Received<StockHold> {
    var wanted: Hold? {
        metadata.tenant.map { tenant in
            Hold(
                id: body.hold, level: LevelKey(tenant: tenant, sku: body.sku, location: body.location),
                units: body.units, until: body.until, actor: body.actor, reason: body.reason)
        }
    }
}
