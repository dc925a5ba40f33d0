import Contracts
import Foundation
import Messaging
import Postgres

/// Wants scores anew that are older than a day, since the window moves though nothing happens.
struct ScoreAge: WorkKind {
    static let name = "score.age"
    static let endpoint = EndpointClass.inside("score.age")
    static let limits = WorkLimits(deadline: .seconds(300))

    /// People that one run wants scored; the next one comes a minute later.
    private static let most = 2_000

    /// Wants the round made every minute.
    static var item: WorkItem {
        WorkItem(ScoreAge.self, tenant: .platform, key: "", every: .seconds(60))
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        .done(settling: { transaction in
            try await Self.round(transaction)
            return []
        })
    }

    /// One round; answers how many people are wanted scored.
    @discardableResult
    static func round(_ transaction: Transaction) async throws -> Int {
        let old = try await transaction.rows(
            """
            SELECT tenant_id FROM standings WHERE as_of < now() - interval '1 day' ORDER BY as_of LIMIT \(most)
            """, as: UUID.self)
        var pipeline = Pipeline()
        try WorkQueue.enqueue(old.map { ScoreMake.item(TenantID($0), priority: 1) }, into: &pipeline)
        if !pipeline.isEmpty { try await transaction.send(pipeline) }
        return old.count
    }
}
