import Contracts
import Foundation
import Messaging

/// Changes what is on hand because a person says so; never below what orders and people have a claim on.
struct StockAdjustHandler: RequestHandler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func answer(_ question: Received<StockAdjust>, _ desk: Desk) async throws -> StockAdjustment {
        try await desk.carryOut(question, now: now()) { counter in
            let wish = question.body
            let shelf = try await ShelfStore.load(
                wish.sku, wish.location, tenants: desk.caller.tenants, counter.transaction.database)
            let move = try checked { () throws(Obstacle) in
                try shelf.adjust(
                    shelf.place(wish.sku, wish.location), by: wish.units, actor: desk.caller.actor, reason: wish.reason)
            }
            let action = Counter.Action(
                name: "stockAdjusted", subject: wish.sku.description,
                sentence: "The stock of \(shelf.code(move.level)) was changed by \(wish.units): \(move.reason ?? "")")
            let change = ShelfChange(move: move, cause: counter.cause.id)
            try await counter.carryOut([change], on: shelf, action, tenant: move.level.tenant)
            return try await counter.adjustment(move)
        }
    }
}
