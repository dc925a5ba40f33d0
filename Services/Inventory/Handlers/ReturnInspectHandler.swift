import Contracts
import Foundation
import Messaging
import Postgres

/// Puts goods that came back on the shelf, or notes that they are scrap, as the person who looked at them says.
struct ReturnInspectHandler: RequestHandler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func answer(_ question: Received<ReturnInspect>, _ desk: Desk) async throws -> ReturnInspection {
        let wish = question.body
        let id = try checked { () throws(Obstacle) in
            try PlainText.checked(wish.channelReturn, at: "/channelReturn")
        }
        return try await desk.carryOut(question, now: now()) { counter in
            let database = counter.transaction.database
            let key = try await InspectionStore.lock(wish.shop, id, tenants: desk.caller.tenants, database)
            guard let key else { throw Refusal(.unknown("return", at: "/channelReturn")) }
            let inspection = try await InspectionStore.load(key, at: wish.location, database)
            let moves = try checked { () throws(Obstacle) in
                try inspection.inspect(wish.lines, at: wish.location, actor: desk.caller.actor)
            }
            var pipeline = Pipeline()
            InspectionStore.save(wish.lines, of: key, &pipeline)
            let found = pipeline
            try await database.send(found)
            let action = Counter.Action(
                name: "returnInspected", subject: id,
                sentence: "Goods of the return \(id) were looked at: "
                    + "\(wish.lines.reduce(0) { $0 + $1.restocked }) to sell, "
                    + "\(wish.lines.reduce(0) { $0 + $1.scrapped }) scrap.")
            let changes = moves.map { ShelfChange(move: $0, cause: counter.cause.id) }
            try await counter.carryOut(changes, on: inspection.shelf, action, tenant: key.tenant)
            return inspection.record(adding: wish.lines)
        }
    }
}
