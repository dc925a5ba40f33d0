import AMQP
import Contracts
import Foundation
import Postgres

/// The rows of messages that a transaction has decided to send: what they say is a row of `told` each, and one row of
/// `outbox` names them until the broker has confirmed them. So nothing is written twice.
enum OutboxTable {
    /// Seconds that the instance that wrote or swept a row has for publishing it before others may. Short, because the
    /// rows of one that died wait for so long; what is sent twice for it, the inbox of the receiver recognises.
    static let claim = 2.0
    /// The same of a row that is under way for longer, since the broker is slow.
    static let longClaim = 10.0

    /// Writes messages in the transaction that decided them. Their claim counts from here, not from the transaction's
    /// begin: of a slow one it would be over at the commit.
    static func insert(_ sheaves: [Sheaf], _ pipeline: inout Pipeline) {
        for sheaf in sheaves {
            pipeline.run(
                """
                WITH sheaf AS (
                    INSERT INTO outbox (id, messages, told_at, due_at)
                    VALUES (\(sheaf.id), \(sheaf.messages.map(\.id)), date_trunc('milliseconds', now()),
                        clock_timestamp() + make_interval(secs => \(claim))))
                INSERT INTO told (id, type, tenant_id, correlation, causation, headers, body, sealed_key)
                SELECT * FROM unnest(\(columns(sheaf.messages)))
                """)
        }
    }

    /// The same for a caller's role, which may only append.
    static func append(_ sheaves: [Sheaf], _ pipeline: inout Pipeline) {
        for sheaf in sheaves { pipeline.run("SELECT tell(\(columns(sheaf.messages)), \(claim))") }
    }

    private static func columns(_ messages: [Outgoing]) -> SQL {
        let headers = messages.map { $0.headers.count == 0 ? nil : KeptHeaders.text($0.headers) }
        return """
            \(messages.map(\.id)), \(messages.map(\.name.rawValue)), \(messages.map { $0.tenant?.uuid }),
            \(messages.map(\.correlation)), \(messages.map(\.causation)), \(headers),
            \(messages.map { $0.sealed?.bytes ?? $0.body }), \(messages.map(\.sealed?.key))
            """
    }

    /// Deletes rows whose messages the broker has confirmed, and the messages too where they are not kept.
    static func delete(_ sheaves: [UUID], keepingTold: Bool, _ pipeline: inout Pipeline) {
        guard !sheaves.isEmpty else { return }
        if keepingTold {
            pipeline.run("DELETE FROM outbox WHERE id = ANY(\(sheaves))")
            return
        }
        // Locked by a statement of its own: the next one then sees where a sweep has put the messages meanwhile.
        pipeline.run("SELECT FROM outbox WHERE id = ANY(\(sheaves)) ORDER BY id FOR UPDATE")
        pipeline.run(
            """
            WITH sent AS (DELETE FROM outbox WHERE id = ANY(\(sheaves)) RETURNING told_at, messages)
            DELETE FROM told USING sent WHERE told.told_at = sent.told_at AND told.id = ANY(sent.messages)
            """)
    }

    /// Puts off what could not be published, twice as long each time up to five minutes, with the reason; what else
    /// the row named is confirmed.
    static func putOff(_ refused: [RefusedMessages], _ pipeline: inout Pipeline) {
        for part in refused {
            pipeline.run(
                """
                UPDATE outbox SET messages = \(part.messages), attempts = attempts + 1, last_error = \(part.reason),
                    due_at = now() + make_interval(secs => least(300, power(2, least(attempts, 10))))
                WHERE id = \(part.sheaf)
                """)
        }
    }

    /// Renews the claims of rows that are still under way, passing over those that somebody is about to delete.
    static func renew(_ sheaves: [UUID], _ database: PostgresPool) async throws {
        try await database.run(
            """
            WITH own AS MATERIALIZED (
                SELECT id FROM outbox WHERE id = ANY(\(sheaves)) ORDER BY id FOR UPDATE SKIP LOCKED)
            UPDATE outbox SET due_at = now() + make_interval(secs => \(longClaim)) FROM own WHERE outbox.id = own.id
            """)
    }

    /// Takes over what an instance of the version before has left behind.
    static func adopt(_ database: PostgresPool) async throws {
        try await database.run("SELECT adopt_outbox()")
    }

    /// Takes rows whose claim is over: of an instance that died, or that could not be published before. Their messages
    /// are told now and not when they were decided, so that a queue that was gone meanwhile can be told them again.
    ///
    /// - Parameter limit: How many messages, counted by whole rows: the last one may go beyond.
    /// - Returns: What each still has to publish: nothing where all of it was erased.
    static func claimExpired(
        limit: Int, router: Router, _ vault: Vault?, _ database: PostgresPool
    ) async throws -> [Sheaf] {
        let claimed = try await database.rows(
            """
            WITH oldest AS MATERIALIZED (
                SELECT id, sum(size) OVER (ORDER BY due_at, id) - size AS before
                FROM (SELECT id, due_at, cardinality(messages) AS size FROM outbox WHERE due_at < now()
                    ORDER BY due_at, id LIMIT \(limit)) AS o
            ), due AS MATERIALIZED (
                SELECT id, told_at, messages FROM outbox
                WHERE id IN (SELECT id FROM oldest WHERE before < \(limit)) AND due_at < now()
                ORDER BY id FOR UPDATE SKIP LOCKED
            ), claimed AS (
                UPDATE outbox SET told_at = date_trunc('milliseconds', now()),
                    due_at = now() + make_interval(secs => \(claim))
                FROM due WHERE outbox.id = due.id
            ), moved AS (
                UPDATE told SET told_at = date_trunc('milliseconds', now())
                FROM due WHERE told.told_at = due.told_at AND told.id = ANY(due.messages)
                RETURNING due.id AS sheaf, told.id, type, tenant_id, correlation, causation, headers, body, sealed_key
            )
            SELECT due.id, moved.id, type, tenant_id, correlation, causation, headers, body, sealed_key
            FROM due LEFT JOIN moved ON moved.sheaf = due.id
            ORDER BY due.id, array_position(due.messages, moved.id)
            """
        ) { row in
            let (sheaf, message) = (try row.next(UUID.self), try row.next(UUID?.self))
            return (sheaf: sheaf, message: try message.map { try ToldRow($0, row: &row) })
        }
        return sheaves(claimed, router, vault)
    }

    private static func sheaves(
        _ rows: [(sheaf: UUID, message: ToldRow?)], _ router: Router, _ vault: Vault?
    ) -> [Sheaf] {
        var ids: [UUID] = []
        for row in rows where ids.last != row.sheaf { ids.append(row.sheaf) }
        let messages = Dictionary(grouping: rows, by: \.sheaf).mapValues { $0.compactMap(\.message) }
        return ids.map { id in
            var (open, shut): ([Outgoing], [UUID]) = ([], [])
            for row in messages[id] ?? [] {
                if let message = try? row.outgoing(router, vault) { open.append(message) } else { shut.append(row.id) }
            }
            return Sheaf(id: id, messages: open, shut: shut)
        }
    }
}
