import Contracts
import Foundation
import Messaging

/// Answers what was done.
struct ActionListHandler: RequestHandler {
    func answer(_ question: Received<ActionList>, _ desk: Desk) async throws -> ActionList.Reply {
        let filter = Self.filter(question.body)
        let query = try query(question.body, desk.caller, filter)
        // One more than asked for, to see whether there is a next page.
        let lines = try await desk.read { try await ActionStore.list(query, $0) }
        let page = lines.prefix(query.limit - 1)
        let next =
            lines.count == query.limit
            ? try page.last.map { try PageCursor(at: $0.taken.at, keys: [$0.id.uuid.text]).text(of: filter) } : nil
        return ActionList.Reply(actions: Array(page), next: next)
    }

    private static func filter(_ question: ActionList) -> PageCursor.Filter {
        PageCursor.Filter(
            "actions",
            [
                question.tenant?.description, question.action, question.from.map { "\($0.milliseconds)" },
                question.until.map { "\($0.milliseconds)" },
            ])
    }

    private func query(
        _ question: ActionList, _ caller: Caller, _ filter: PageCursor.Filter
    ) throws(Refusal) -> ActionStore.Query {
        if let tenant = question.tenant, !caller.tenants.contains(tenant) {
            throw .notFound("tenant", at: "/tenant")
        }
        return try checked { () throws(Wrong) in
            ActionStore.Query(
                tenants: question.tenant.map { [$0] } ?? caller.tenants, action: try word(question.action),
                from: question.from, until: question.until,
                after: try question.cursor.map { (text) throws(Wrong) in
                    let cursor = try PageCursor(text, of: filter, keys: 1)
                    guard let id = UUID(text: cursor.keys[0]) else { throw .unknownCursor }
                    return (cursor.at, id)
                },
                limit: try PageSize.checked(question.limit) + 1)
        }
    }

    private func word(_ action: String?) throws(Wrong) -> String? {
        guard let action else { return nil }
        return try PlainName.checked(action, at: "/action")
    }
}
