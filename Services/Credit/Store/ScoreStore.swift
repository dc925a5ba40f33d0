import Contracts
import Foundation
import Postgres

/// The rows of `standings`, `scores` and `snapshots`.
enum ScoreStore {
    /// Writes what became of a person.
    static func save(_ assessment: Assessment, of subject: TenantID, _ transaction: Transaction) async throws {
        let standing = assessment.standing
        var pipeline = Pipeline()
        pipeline.run(
            """
            INSERT INTO standings (tenant_id, as_of, model, standing)
            VALUES (\(subject.uuid), \(standing.asOf.date), \(Int32(standing.model)), \(try JSON(encoding: standing)))
            ON CONFLICT (tenant_id) DO UPDATE SET as_of = excluded.as_of, model = excluded.model,
                standing = excluded.standing
            """)
        if let score = assessment.score, let snapshot = assessment.snapshot {
            pipeline.run(
                """
                INSERT INTO scores (tenant_id, as_of, model, scaled, raw, band, score)
                VALUES (\(subject.uuid), \(score.asOf.date), \(Int32(score.model)), \(Int32(score.scaled)),
                    \(score.raw.description), \(score.band), \(try JSON(encoding: score)))
                ON CONFLICT DO NOTHING
                """)
            pipeline.run(
                """
                INSERT INTO snapshots (tenant_id, as_of, snapshot)
                VALUES (\(subject.uuid), \(snapshot.asOf.date), \(try JSON(encoding: snapshot)))
                ON CONFLICT DO NOTHING
                """)
        }
        try await transaction.send(pipeline)
    }

    /// How a person stands; nil when nobody has scored them, or the caller may not see it.
    static func standing(of subject: TenantID, _ transaction: Transaction) async throws -> Standing? {
        try await transaction.first(
            "SELECT standing FROM standings WHERE tenant_id = \(subject.uuid)", as: JSON.self
        ).map { try $0.decode(Standing.self) }
    }

    /// The newest score that the caller may see. Whether it still counts the standing says: an obstacle outweighs it.
    static func newest(of subject: TenantID, _ transaction: Transaction) async throws -> Score? {
        try await transaction.first(
            """
            SELECT score FROM scores WHERE tenant_id = \(subject.uuid) ORDER BY as_of DESC LIMIT 1
            """, as: JSON.self
        ).map { try $0.decode(Score.self) }
    }

    /// The score of a time that the caller may see; nil where there is none.
    static func score(of subject: TenantID, asOf: Instant, _ transaction: Transaction) async throws -> Score? {
        try await transaction.first(
            "SELECT score FROM scores WHERE tenant_id = \(subject.uuid) AND as_of = \(asOf.date)", as: JSON.self
        ).map { try $0.decode(Score.self) }
    }

    /// When a person may be scored next, to be called under the lock of ``AccountStore/lock(_:_:)``: scores of one
    /// person have times that grow, whatever the clocks of those who make them say.
    static func next(of subject: TenantID, now: Instant, _ transaction: Transaction) async throws -> Instant {
        let last = try await transaction.first(
            "SELECT as_of FROM standings WHERE tenant_id = \(subject.uuid)", as: Date.self)
        return last.map { max(now, Instant(milliseconds: Instant(nearest: $0).milliseconds + 1)) } ?? now
    }

    /// The newest snapshot that the caller may see.
    static func snapshot(of subject: TenantID, _ transaction: Transaction) async throws -> Snapshot? {
        try await transaction.first(
            "SELECT snapshot FROM snapshots WHERE tenant_id = \(subject.uuid) ORDER BY as_of DESC LIMIT 1",
            as: JSON.self
        ).map { try $0.decode(Snapshot.self) }
    }

    /// The last score of each day of UTC that the caller may see, the oldest first.
    ///
    /// - Parameter until: The newest to be told; nil: all that there are.
    static func history(
        of subject: TenantID, since: Date, until: Instant? = nil, _ transaction: Transaction
    ) async throws -> [ScoreHistory.Reply.Point] {
        let end: SQL = until.map { "AND as_of <= \($0.date)" } ?? ""
        return try await transaction.rows(
            """
            SELECT DISTINCT ON ((as_of AT TIME ZONE 'UTC')::date) as_of, scaled, raw, band, model FROM scores
            WHERE tenant_id = \(subject.uuid) AND as_of >= \(since) \(end)
            ORDER BY (as_of AT TIME ZONE 'UTC')::date, as_of DESC
            """
        ) { row in
            ScoreHistory.Reply.Point(
                asOf: Instant(nearest: try row.next(Date.self)), scaled: Int(try row.next(Int32.self)),
                raw: try row.next(), band: try row.next(), model: Int(try row.next(Int32.self)))
        }
    }

    /// How many people have been scored since a time.
    static func progress(since: Instant, _ transaction: Transaction) async throws -> CreditProgress.Reply {
        let (people, scored) =
            try await transaction.first(
                """
                SELECT (SELECT count(DISTINCT tenant_id) FROM accounts WHERE is_linked),
                    (SELECT count(*) FROM standings s WHERE as_of >= \(since.date) AND EXISTS (
                        SELECT FROM accounts a WHERE a.tenant_id = s.tenant_id AND a.is_linked))
                """, as: (Int, Int).self) ?? (0, 0)
        return CreditProgress.Reply(people: people, scored: min(people, scored))
    }

    /// Deletes everything that is known of a person but the links (``AccountStore/forget(_:_:)``) and that a paper was
    /// refused, and of the log of readings the scores.
    static func delete(_ subject: TenantID, _ transaction: Transaction) async throws -> CreditDelete.Reply {
        let id = subject.uuid
        let scores =
            try await transaction.first(
                "SELECT count(*) FROM scores WHERE tenant_id = \(id)", as: Int.self) ?? 0
        let orders =
            try await transaction.first(
                """
                SELECT (SELECT count(*) FROM orders WHERE tenant_id = \(id))
                    + (SELECT count(*) FROM affiliate_orders WHERE tenant_id = \(id))
                """, as: Int.self) ?? 0
        var pipeline = Pipeline()
        pipeline.run("UPDATE reads SET scaled = NULL, as_of = NULL WHERE tenant_id = \(id)")
        pipeline.run(
            "UPDATE consents SET revoked_at = now() WHERE tenant_id = \(id) AND revoked_at IS NULL AND until > now()")
        // That somebody has refused a paper stays, without what they said: or it would count again, declared anew.
        pipeline.run("DELETE FROM documents WHERE tenant_id = \(id) AND state <> 'refused'")
        pipeline.run("UPDATE documents SET note = NULL WHERE tenant_id = \(id)")
        for table in [
            "snapshots", "scores", "standings", "orders", "affiliate_orders", "settlements", "disputes",
        ] { pipeline.run("DELETE FROM \(identifier: table) WHERE tenant_id = \(id)") }
        try await transaction.send(pipeline)
        return CreditDelete.Reply(scores: scores, orders: orders)
    }
}
