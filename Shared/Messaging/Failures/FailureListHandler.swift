import Contracts
import Foundation
import Postgres

/// Answers which of the caller's messages a service could not handle.
///
/// Read with the worker's eyes, since tenants' role sees nothing of `failures`: the condition on the tenants is what
/// keeps others' out.
struct FailureListHandler: RequestHandler {
    func answer(_ question: Received<FailureList>, _ desk: Desk) async throws -> [FailureRecord] {
        let asked = question.body
        let limit = try checked { () throws(Wrong) in try PageSize.checked(asked.limit) }
        var conditions: [SQL] = ["tenant_id = ANY(\(desk.caller.tenants.map(\.uuid)))"]
        if let state = asked.state { conditions.append("state = \(state.rawValue)") }
        return try await FailureRow.find(conditions, after: asked.after, limit: limit, desk.messaging.database)
            .compactMap(\.record)
    }
}
