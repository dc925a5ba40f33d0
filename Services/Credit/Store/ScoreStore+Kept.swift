import Contracts
import Foundation
import Postgres

/// What is kept of the time around a score of the past.
struct KeptScore: Sendable {
    /// The last score at or before the time; nil where there is none.
    var score: Score?
    /// What it was made of.
    var snapshot: Snapshot?
    /// When the first score after it was made; nil where there is none.
    var next: Instant?
    /// Whether a lender was told this score at the very time.
    var wasRead = false
}

extension ScoreStore {
    /// What is kept of a person's score of a time, whoever asks: of the one that a lender was told then, else of the
    /// last one at or before it.
    static func kept(of subject: TenantID, at time: Instant, _ transaction: Transaction) async throws -> KeptScore {
        // Times are told to the millisecond, and a reading's is kept to the microsecond.
        let end = Instant(milliseconds: time.milliseconds + 1)
        let read = try await transaction.first(
            """
            SELECT max(as_of) FROM reads
            WHERE tenant_id = \(subject.uuid) AND at >= \(time.date) AND at < \(end.date)
            """, as: Date?.self)
        // What a lender was told then the reading says, and not the times of scores: one that was the newest by its own
        // time may have been written after it.
        let told = read?.map { Instant(nearest: $0) }
        let moment = (told ?? time).date
        var kept = KeptScore()
        kept.wasRead = told != nil
        kept.next = try await transaction.first(
            "SELECT min(as_of) FROM scores WHERE tenant_id = \(subject.uuid) AND as_of > \(moment)", as: Date?.self
        )?.map { Instant(nearest: $0) }
        let row = try await transaction.first(
            """
            SELECT s.score, p.snapshot
            FROM scores s LEFT JOIN snapshots p ON (p.tenant_id, p.as_of) = (s.tenant_id, s.as_of)
            WHERE s.tenant_id = \(subject.uuid) AND s.as_of <= \(moment) ORDER BY s.as_of DESC LIMIT 1
            """, as: (JSON, JSON?).self)
        kept.score = try row?.0.decode(Score.self)
        kept.snapshot = try row?.1?.decode(Snapshot.self)
        return kept
    }
}
