import Contracts
import Foundation
import Postgres

/// What a job may do while it runs.
struct JobHands: Sendable {
    let claim: Claim
    let endpoint: EndpointClass
    let database: PostgresPool
    let outbox: OutboxWriter

    /// What led to the job, where it is one thing; else only its tenant.
    var cause: Metadata {
        if claim.rows.count == 1 { return claim.rows[0].cause(lease: claim.lease) }
        return Metadata(id: claim.lease, name: MessageName(claim.kind), tenant: claim.tenant)
    }

    func checkpoint(_ events: [Draft], _ save: @escaping WorkResult.Save) async throws {
        let messages = try outbox.seal(events, cause: cause)
        do {
            try await database.transaction { transaction in
                var pipeline = Pipeline()
                WorkTable.hold(claim.lease, &pipeline)
                try save(&pipeline)
                outbox.write(messages, &pipeline)
                try await transaction.commit(pipeline)
            }
        } catch  where PostgresError.behind(error)?.isLeaseLost == true {
            throw WorkError.leaseLost
        }
        await outbox.publish(messages)
    }

    func nextToken(before deadline: ContinuousClock.Instant) async throws {
        while true {
            let answer = try await WorkTable.takeToken(endpoint, account: claim.account(at: endpoint), database)
            switch answer {
            case .taken: return
            case .setAside(let pause):
                try await sleep(pause, before: deadline)
                return
            case .refused(let pause):
                try await sleep(pause, before: deadline)
            }
        }
    }

    private func sleep(_ pause: Duration, before deadline: ContinuousClock.Instant) async throws {
        guard ContinuousClock.now + pause < deadline else {
            throw WorkError.budgetExhausted(endpoint: endpoint.name)
        }
        try await Task.sleep(for: pause)
    }
}
