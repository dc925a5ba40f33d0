import Contracts
import Foundation
import Messaging
import Postgres

/// Sets units aside, so that no order gets them.
struct StockHoldHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<StockHold>], _ pipeline: inout Pipeline) -> Loading<Desk> {
        let tenants = Array(Set(messages.compactMap { $0.metadata.tenant?.uuid }))
        let levels = Set(messages.compactMap { $0.wanted?.level }).sorted()
        return Loading(
            DeskStore.load(
                DeskStore.named(levels), holds: messages.map(\.body.hold), tenants: tenants, &pipeline))
    }

    func decide(_ message: Received<StockHold>, _ desk: Desk) -> Decision<DeskChange> {
        // Asked twice under two message ids: the first one counts.
        guard let hold = message.wanted, desk.holds[hold.id] == nil else { return .done() }
        let news = DeskNews(now: now())
        do throws(Desk.Refusal) {
            let move = try desk.hold(hold)
            // Sent ahead; it waits in the lane until its time has come.
            let expiry = hold.until.map { _ in Draft(StockUnhold(hold: hold.id)) }
            return .done(
                [DeskChange(move: move, hold: hold, cause: message.metadata.id)],
                events: news.drafts(move, desk) + [expiry].compactMap { $0 })
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

extension Received<StockHold> {
    var wanted: Hold? {
        metadata.tenant.map { tenant in
            Hold(
                id: body.hold, level: LevelKey(tenant: tenant, sku: body.sku, location: body.location),
                units: body.units, until: body.until, actor: body.actor, reason: body.reason)
        }
    }
}
