import Contracts
import Foundation
import Messaging
import Postgres

/// Gives back units that were set aside: a person says so, or the hold has expired.
struct StockUnholdHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<StockUnhold>], _ pipeline: inout Pipeline) -> Loading<Shelf> {
        let tenants = Array(Set(messages.compactMap { $0.metadata.tenant?.uuid }))
        let ids = messages.map(\.body.hold)
        return Loading(
            ShelfStore.load(ShelfStore.levels(ofHolds: ids, tenants), holds: ids, tenants: tenants, &pipeline))
    }

    func decide(_ message: Received<StockUnhold>, _ shelf: Shelf) -> Decision<ShelfChange> {
        guard let tenant = message.metadata.tenant else { return .done() }
        if let pause = pause(before: message, shelf.of(tenant)) { return wait(pause, message) }
        let news = ShelfNews(now: now())
        do throws(Shelf.Refusal) {
            guard let ended = try shelf.of(tenant).unhold(message.body.hold, actor: message.body.actor) else {
                return .done()
            }
            let change = ShelfChange(move: ended.move, hold: ended.hold, cause: message.metadata.id)
            return .done([change], events: news.drafts(ended.move, shelf))
        } catch {
            return .done(events: [news.refused(error)])
        }
    }

    /// How long an expiry that was sent ahead still has to wait; nil when it is due, or a person's wish.
    private func pause(before message: Received<StockUnhold>, _ shelf: Shelf) -> Duration? {
        guard message.body.actor == nil, let until = shelf.holds[message.body.hold]?.until, until > now() else {
            return nil
        }
        return .milliseconds(until.milliseconds - now().milliseconds)
    }

    /// Sleeps in the lane, and starts again as a new message where the time is longer than the inbox remembers.
    private func wait(_ pause: Duration, _ message: Received<StockUnhold>) -> Decision<ShelfChange> {
        guard message.metadata.attempt == 0 else { return .done(events: [Draft(message.body)]) }
        return .retry(after: min(pause, Self.longestPause), "the hold has not expired yet")
    }

    /// Well within what the inbox remembers.
    private static let longestPause = Duration.seconds(7 * 86_400)

    func apply(_ change: ShelfChange, to shelf: inout Shelf) {
        shelf.apply(change)
    }

    func save(_ changes: [ShelfChange], _ pipeline: inout Pipeline) {
        ShelfStore.save(changes, &pipeline)
    }
}
