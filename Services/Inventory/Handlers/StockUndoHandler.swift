import Contracts
import Foundation
import Messaging

/// Takes a manual change of stock back, once.
struct StockUndoHandler: RequestHandler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func answer(_ question: Received<StockUndo>, _ desk: Desk) async throws -> StockAdjustment {
        try await desk.carryOut(question, now: now()) { counter in
            let shelf = try await ShelfStore.load(
                move: question.body.move, tenants: desk.caller.tenants, counter.transaction.database)
            let move = try checked { () throws(Obstacle) in
                try shelf.undo(question.body.move, actor: desk.caller.actor)
            }
            let action = Counter.Action(
                name: "stockAdjustmentUndone", subject: move.level.sku.description,
                sentence: "A change of the stock of \(shelf.code(move.level)) was taken back: \(move.onHand) units.")
            let change = ShelfChange(move: move, cause: counter.cause.id)
            try await counter.carryOut([change], on: shelf, action, tenant: move.level.tenant)
            return try await counter.adjustment(move)
        }
    }
}
