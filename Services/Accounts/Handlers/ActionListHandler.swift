import Contracts
import Messaging

/// Answers what was done.
struct ActionListHandler: RequestHandler {
    func answer(_ question: Received<ActionList>, _ desk: Desk) async throws -> ActionList.Reply {
        let query = try query(question.body, desk.caller)
        // One more than asked for, to see whether there is a next page.
        let lines = try await desk.read { try await ActionStore.list(query, $0) }
        let page = lines.prefix(query.limit - 1)
        let next =
            lines.count == query.limit ? page.last.map { ActionCursor(at: $0.taken.at, id: $0.id.uuid).text } : nil
        return ActionList.Reply(actions: Array(page), next: next)
    }

    private func query(_ question: ActionList, _ caller: Caller) throws(Refusal) -> ActionStore.Query {
        if let tenant = question.tenant, !caller.tenants.contains(tenant) {
            throw .notFound("tenant", at: "/tenant")
        }
        return try checked { () throws(Wrong) in
            ActionStore.Query(
                tenants: question.tenant.map { [$0] } ?? caller.tenants, action: try word(question.action),
                from: question.from, until: question.until,
                after: try question.cursor.map { (text) throws(Wrong) in try ActionCursor(text) },
                limit: try PageSize.checked(question.limit) + 1)
        }
    }

    private func word(_ action: String?) throws(Wrong) -> String? {
        guard let action else { return nil }
        return try PlainName.checked(action, at: "/action")
    }
}
