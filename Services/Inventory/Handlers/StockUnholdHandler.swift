import Contracts
import Foundation
import Messaging

/// Gives back units that were set aside. Nothing happens when the hold has ended already.
struct StockUnholdHandler: RequestHandler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func answer(_ question: Received<StockUnhold>, _ desk: Desk) async throws -> HoldRecord {
        try await desk.carryOut(question, now: now()) { counter in
            let id = question.body.hold
            let shelf = try await ShelfStore.load(
                hold: id, tenants: desk.caller.tenants, counter.transaction.database)
            let ended = try checked { () throws(Obstacle) in try shelf.unhold(id, actor: desk.caller.actor) }
            guard let hold = ended?.hold ?? shelf.holds[id] else { throw Refusal(.unknown("hold", at: "/hold")) }
            if let move = ended?.move {
                let action = Counter.Action(
                    name: "stockUnheld", subject: hold.level.sku.description,
                    sentence: "\(hold.units) units of \(shelf.code(hold.level)) that were set aside were given back.")
                let change = ShelfChange(move: move, hold: hold, cause: counter.cause.id)
                try await counter.carryOut([change], on: shelf, action, tenant: hold.level.tenant)
            }
            return HoldRecord(hold, level: try await counter.level(hold.level))
        }
    }
}
