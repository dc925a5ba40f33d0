import Contracts
import Foundation
import Postgres

/// The log of actions.
enum ActionStore {
    /// Which lines of the log.
    struct Query {
        let tenants: [TenantID]
        let action: String?
        let from: Instant?
        let until: Instant?
        let after: (at: Instant, id: UUID)?
        let limit: Int
    }

    /// Adds lines; one that is there is left alone.
    static func insert(_ lines: [ActionLine], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO actions (tenant_id, at, action_id, action, subject, sentence, actor)
            SELECT * FROM unnest(\(lines.map(\.tenant.uuid)), \(lines.map(\.taken.at.date)), \(lines.map(\.id)),
                \(lines.map(\.taken.action)), \(lines.map(\.taken.subject)), \(lines.map(\.taken.sentence)),
                \(lines.map(\.taken.actor))) AS new (tenant, at, id, action, subject, sentence, actor)
            ORDER BY tenant, at, id ON CONFLICT DO NOTHING
            """)
    }

    /// Adds a line about what a request did.
    static func insert(_ line: ActionLine, _ database: Transaction) async throws {
        var pipeline = Pipeline()
        insert([line], &pipeline)
        try await database.send(pipeline)
    }

    /// Lines, newest first. Each tenant's part of the index is read for itself, so that a page costs the same
    /// whatever the length of the log.
    static func list(_ query: Query, _ database: Transaction) async throws -> [ActionRecord] {
        var conditions: [SQL] = ["actions.tenant_id = asked.tenant"]
        if let action = query.action { conditions.append("action = \(action)") }
        if let from = query.from { conditions.append("at >= \(from.date)") }
        if let until = query.until { conditions.append("at < \(until.date)") }
        if let after = query.after { conditions.append("(at, action_id) < (\(after.at.date), \(after.id))") }
        return try await database.rows(
            """
            SELECT line.* FROM unnest(\(query.tenants.map(\.uuid))) AS asked (tenant) CROSS JOIN LATERAL (
                SELECT action_id, tenant_id, action, subject, sentence, actor, at FROM actions
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY at DESC, action_id DESC LIMIT \(query.limit)
            ) AS line ORDER BY at DESC, action_id DESC LIMIT \(query.limit)
            """, as: ActionRow.self
        ).map(\.record)
    }
}

/// A row of `actions`.
private struct ActionRow: PostgresRow {
    let record: ActionRecord

    init(row: inout RowReader) throws {
        let (id, tenant) = try row.next((UUID, UUID).self)
        let (action, subject, sentence, actor) = try row.next((String, String, String, String).self)
        let at = Instant(nearest: try row.next(Date.self))
        record = ActionRecord(
            id: ActionID(id), tenant: TenantID(tenant),
            taken: ActionTaken(action: action, subject: subject, sentence: sentence, actor: actor, at: at))
    }
}
