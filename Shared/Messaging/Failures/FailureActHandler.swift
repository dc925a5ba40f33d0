import Contracts
import Foundation
import Postgres

/// Does what a person says about a failure.
struct FailureActHandler: RequestHandler {
    func answer(_ question: Received<FailureAct>, _ desk: Desk) async throws -> FailureRecord {
        try await desk.writeAsWorker { try await settle(question.body, desk, $0.database) }
    }

    private func settle(_ asked: FailureAct, _ desk: Desk, _ database: Transaction) async throws -> FailureRecord {
        let name: [SQL] = [
            "tenant_id = ANY(\(desk.caller.tenants.map(\.uuid)))", "message_id = \(asked.message.uuid)",
            "lane = \(asked.lane)",
        ]
        guard let known = try await FailureRow.find(name, limit: 1, database).first else {
            throw Refusal(.notFound, code: "unknownFailure", "there is no such failure", field: "/message")
        }
        if known.isErased && asked.act == .replay {
            throw Refusal(.conflict, code: "erased", "the message was erased with its buyer", field: "/message")
        }
        let queues = desk.messaging.queues
        if asked.act == .replay, !queues.contains(asked.lane) {
            throw Refusal(
                .conflict, code: "laneGone",
                "this version of the service does not handle \(asked.lane); replay it when one does, or discard it",
                field: "/lane")
        }
        let choice = FailureChoice(tenant: known.failure.tenant, lane: asked.lane, message: asked.message)
        let settled =
            switch asked.act {
            case .replay: try await Messaging.replay(choice, of: queues, limit: 1, in: database)
            case .discard: try await Messaging.discard(choice, in: database)
            }
        try await desk.leaveReceipt(
            Repair("failures \(asked.act.rawValue)", of: choice.words, count: settled), nil, in: database)
        guard settled == 1, let now = try await FailureRow.find(name, limit: 1, database).first?.record else {
            // One that was open a moment ago is locked by another request.
            let state = known.failure.state
            let sentence =
                state == .open ? "somebody else is settling the failure" : "the failure is \(state.rawValue) already"
            throw Refusal(.conflict, code: "settledAlready", sentence, field: "/message")
        }
        return now
    }
}
