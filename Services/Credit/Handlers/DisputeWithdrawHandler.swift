import Contracts
import Foundation
import Messaging

/// Notes that a person contests a datum no more.
struct DisputeWithdrawHandler: RequestHandler {
    let queue: WorkQueue

    func answer(_ question: Received<DisputeWithdraw>, _ desk: Desk) async throws -> DisputeRecord {
        let subject = try desk.person()
        let dispute = try await desk.write { transaction in
            guard let found = try await DisputeStore.lock(question.body.dispute, transaction.database) else {
                throw Refusal.notFound("dispute", at: "/dispute")
            }
            try await transaction.enqueue([ScoreMake.item(subject)])
            return try await DisputeEnd(state: .withdrawn, answer: nil).make(found.record, transaction)
        }
        queue.nudge()
        return dispute
    }
}

/// Ends a dispute.
struct DisputeEnd {
    let state: DisputeRecord.State
    let answer: String?

    /// The dispute as it is then.
    func make(_ dispute: DisputeRecord, _ transaction: MessagingTransaction) async throws -> DisputeRecord {
        let closed: DisputeRecord?
        do throws(Wrong) {
            closed = try DisputeRules.closed(dispute, as: state, saying: answer, at: Instant(Date()))
        } catch {
            throw Refusal(
                error.code == "disputeState" ? .conflict : .invalid, code: error.code, error.sentence,
                field: error.field)
        }
        guard let closed else { return dispute }
        try await DisputeStore.close(closed, transaction.database)
        return closed
    }
}
