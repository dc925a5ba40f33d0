import Contracts
import Foundation
import Messaging

/// Sets units aside, so that no order gets them; until they are given back or their time has come.
struct StockHoldHandler: RequestHandler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func answer(_ question: Received<StockHold>, _ desk: Desk) async throws -> HoldRecord {
        try await desk.carryOut(question, now: now()) { counter in
            let wish = question.body
            let shelf = try await ShelfStore.load(
                wish.sku, wish.location, tenants: desk.caller.tenants, counter.transaction.database)
            let (hold, move) = try checked { () throws(Obstacle) in
                var hold = Hold(
                    id: .mint(), level: try shelf.place(wish.sku, wish.location), units: wish.units, until: wish.until,
                    actor: desk.caller.actor, reason: wish.reason)
                let move = try shelf.hold(hold, now: counter.now)
                hold.reason = move.reason ?? hold.reason
                return (hold, move)
            }
            let action = Counter.Action(
                name: "stockHeld", subject: wish.sku.description,
                sentence: "\(hold.units) units of \(shelf.code(hold.level)) were set aside: \(move.reason ?? "")")
            let change = ShelfChange(move: move, hold: hold, cause: counter.cause.id)
            try await counter.carryOut([change], on: shelf, action, tenant: hold.level.tenant)
            if let until = hold.until {
                try await counter.transaction.enqueue([
                    ExpireHold.item(hold, after: until, now: counter.now, cause: counter.cause)
                ])
            }
            return HoldRecord(hold, level: try await counter.level(hold.level))
        }
    }
}

extension HoldRecord {
    /// A hold as it is answered; one that has ended holds nothing.
    init(_ hold: Hold, level: LevelRecord) {
        self.init(
            hold: hold.id, sku: hold.level.sku, location: hold.level.location,
            units: hold.state == .held ? hold.units : 0, until: hold.until, reason: hold.reason, level: level)
    }
}
