import Contracts
import Foundation
import Messaging
import Postgres

/// Notes that a person contests a datum.
struct DisputeOpenHandler: RequestHandler {
    let queue: WorkQueue

    func answer(_ question: Received<DisputeOpen>, _ desk: Desk) async throws -> DisputeRecord {
        let subject = try desk.person()
        do {
            let dispute = try await desk.write { transaction in
                let standing = try await ScoreStore.standing(of: subject, transaction.database)
                let dispute = try checked { () throws(Wrong) in
                    try DisputeRules.dispute(
                        question.body, about: standing?.accounts ?? [], at: Instant(Date()))
                }
                try await DisputeStore.insert(dispute, of: subject, transaction.database)
                try await transaction.enqueue([ScoreMake.item(subject)])
                return dispute
            }
            queue.nudge()
            return dispute
        } catch let error as PostgresError where error.sqlState == Self.openAlready {
            throw Refusal(.conflict, code: "disputedAlready", "the datum is contested already", field: "/datum")
        }
    }

    /// Unique violation (PostgreSQL, Appendix A).
    private static let openAlready = "23505"
}
