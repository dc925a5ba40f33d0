import Contracts
import Foundation
import Messaging
import Postgres

/// Compares the partner's purchases with our shipments, every so often, and has refunded what bears our mark and no
/// shipment owns: a purchase that landed after it was given up.
struct ReconcileLabels: WorkKind {
    static let name = "labels.reconcile"
    static let endpoint = Budgets.lists
    static let limits = WorkLimits(deadline: .seconds(300))

    let office: Office

    /// Wants the comparison every so often.
    static func item(every span: Duration) -> WorkItem {
        WorkItem(ReconcileLabels.self, tenant: .platform, key: "", every: span)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let now = office.now()
        let since = Instant(milliseconds: now.milliseconds - office.settings.reconcileDepth.milliseconds)
        let books = try await PurchaseBooks.read(since: since, job, office)
        let left = try await LeftPurchases.among(books.entries.compactMap(\.verdict.transaction), office.database)
        let kept = books.entries.filter { $0.isKept && !left.contains($0.verdict.transaction ?? "") }
        let known = try await shipments(of: kept)
        for entry in kept {
            // One of a shipment that is not ours is another installation's that shares the account: left alone.
            guard let shipment = known[entry.mark.shipment], !shipment.owns(entry.mark.attempt) else { continue }
            try await entry.verdict.enter(entry.mark, of: shipment.tenant, cause: job.item.cause, office)
        }
        guard let problem = books.problem else { return .done() }
        // What cannot be read may be a duplicate that is paid for: whoever looks at the work sees it.
        return .again(after: office.settings.reconcileEvery, "purchases cannot be read", detail: problem)
    }

    /// Most purchases are owned, so the shipments are looked at without a lock first.
    private func shipments(of entries: [PurchaseBooks.Entry]) async throws -> [ShipmentID: Shipment] {
        let ids = Set(entries.map(\.mark.shipment.uuid))
        let found = try await office.database.rows(
            """
            SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE shipment_id = ANY(\(Array(ids)))
            """, BookStore.decodeShipment)
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }
}
