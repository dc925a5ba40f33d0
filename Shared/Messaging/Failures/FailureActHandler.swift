import Contracts
import Foundation
import Postgres

/// Does what a person says about a failure.
struct FailureActHandler: RequestHandler {
    func answer(_ question: Received<FailureAct>, _ desk: Desk) async throws -> FailureRecord {
        let asked = question.body
        let database = desk.messaging.database
        let own: SQL = "tenant_id = ANY(\(desk.caller.tenants.map(\.uuid)))"
        let name: SQL = "\(own) AND message_id = \(asked.message) AND lane = \(asked.lane)"
        guard let known = try await FailureRow.find(name, 1, database).first else {
            throw Refusal(.notFound, code: "unknownFailure", "there is no such failure", field: "/message")
        }
        if known.isErased && asked.act == .replay {
            throw Refusal(.conflict, code: "erased", "the message was erased with its buyer", field: "/message")
        }
        let filter = Messaging.FailureFilter(tenant: known.record.tenant, lane: asked.lane, message: asked.message)
        let settled =
            switch asked.act {
            case .replay: try await Messaging.replay(filter, limit: 1, in: database)
            case .discard: try await Messaging.discard(filter, in: database)
            }
        guard settled == 1, let now = try await FailureRow.find(name, 1, database).first else {
            throw Refusal(
                .conflict, code: "settledAlready", "the failure is \(known.record.state.rawValue) already",
                field: "/message")
        }
        return now.record
    }
}
