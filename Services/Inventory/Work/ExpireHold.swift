import Contracts
import Foundation
import Messaging
import Postgres

/// Gives back what a hold has set aside when its time has come. Whoever gave it back before leaves nothing to do.
struct ExpireHold: WorkKind {
    static let name = "holds.expire"
    static let endpoint = EndpointClass.inside("inventory.holds")
    /// The hold would never end.
    static let isAwaited = true

    /// Wants a hold to end.
    static func item(_ hold: Hold, after until: Instant, now: Instant, cause: Metadata) -> WorkItem {
        WorkItem(
            ExpireHold.self, tenant: hold.level.tenant, key: hold.id.description,
            after: .milliseconds(max(0, until.milliseconds - now.milliseconds)), cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let id = HoldID(job.item.key) else { return .done() }
        let (tenant, cause) = (job.tenant, job.item.cause)
        return .done { transaction in
            let shelf = try await ShelfStore.load(hold: id, tenants: [tenant], transaction)
            guard let ended = try? shelf.unhold(id, actor: nil) else { return [] }
            let change = ShelfChange(move: ended.move, hold: ended.hold, cause: cause.id)
            var pipeline = Pipeline()
            ShelfStore.save([change], &pipeline)
            let rest = pipeline
            try await transaction.send(rest)
            return ShelfNews.drafts([change], shelf, now: Instant(Date()))
        }
    }
}
