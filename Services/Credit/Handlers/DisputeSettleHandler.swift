import Contracts
import Messaging

/// Settles a dispute, as an operator says. Whose it is the dispute says, so it runs as the service.
struct DisputeSettleHandler: RequestHandler {
    let queue: WorkQueue

    func answer(_ question: Received<DisputeSettle>, _ desk: Desk) async throws -> DisputeRecord {
        let wanted = question.body
        let dispute = try await desk.writeAsService { transaction in
            guard let found = try await DisputeStore.lock(wanted.dispute, transaction.database) else {
                throw Refusal.notFound("dispute", at: "/dispute")
            }
            let end = DisputeEnd(state: DisputeRecord.State(wanted.verdict), answer: wanted.answer)
            try await transaction.enqueue([ScoreMake.item(found.subject)])
            return try await end.make(found.record, transaction)
        }
        queue.nudge()
        return dispute
    }
}

extension DisputeRecord.State {
    fileprivate init(_ verdict: DisputeSettle.Verdict) {
        self =
            switch verdict {
            case .accepted: .accepted
            case .refused: .refused
            case .resolved: .resolved
            }
    }
}
