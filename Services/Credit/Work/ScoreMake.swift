import Contracts
import Foundation
import Messaging
import Postgres

/// Scores a person: reads what is known, and writes snapshot, score and standing in one transaction.
struct ScoreMake: WorkKind {
    static let name = "score.make"
    static let endpoint = EndpointClass.inside("score.make")
    static let limits = WorkLimits(deadline: .seconds(60))

    let bureau: Bureau
    /// Tells the time; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    /// Wants a person scored.
    static func item(_ subject: TenantID, after pause: Duration = .zero, priority: Int16 = 0) -> WorkItem {
        WorkItem(ScoreMake.self, tenant: subject, key: "", after: pause, priority: priority)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let subject = job.tenant
        return .done(settling: { transaction in
            try await make(subject, transaction)
            return []
        })
    }

    /// Scores a person, in the transaction that ends the job.
    @discardableResult
    func make(_ subject: TenantID, _ transaction: Transaction) async throws -> Assessment {
        // Two that score one person at a time would write one time's score twice.
        let accounts = try await AccountStore.lock(subject, transaction)
        let model = bureau.models.newest
        let asOf = try await ScoreStore.next(of: subject, now: now(), transaction)
        let sums = try await SumStore.load(
            accounts, of: subject, in: Window(asOf: asOf), currency: model.currency, transaction)
        var forgetting = Pipeline()
        KeptStore.drop(of: subject, before: Window(asOf: asOf), &forgetting)
        try await transaction.send(forgetting)
        let disputes = try await DisputeStore.contested(subject, transaction)
        let assessment = try Assessment(
            accounts, sums, disputes, asOf: asOf, by: model, in: bureau.markets)
        try await ScoreStore.save(assessment, of: subject, transaction)
        return assessment
    }
}
