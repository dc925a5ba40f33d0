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

    /// The shortest time between two comparisons.
    private static let shortestPause = Duration.seconds(60)

    /// Wants the comparison every so often.
    static func item(every span: Duration) -> WorkItem {
        WorkItem(ReconcileLabels.self, tenant: .platform, key: "", every: span)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let since = office.now().earlier(by: office.settings.reconcileDepth)
        let books = try await PurchaseBooks.read(since: since, job, office)
        let left = try await LeftPurchases.among(books.entries.compactMap(\.verdict.transaction), office.database)
        let kept = books.entries.filter { $0.isKept && !left.contains($0.verdict.transaction ?? "") }
        let known = try await shipments(of: kept)
        for entry in kept {
            // One of a shipment that is not ours is another installation's that shares the account: left alone.
            guard let shipment = known[entry.mark.shipment], !shipment.owns(entry.mark.attempt) else { continue }
            try await entry.verdict.enter(entry.mark, of: shipment.tenant, cause: job.item.cause, office)
        }
        return result(books)
    }

    /// What was not compared may be a duplicate that is paid for: whoever looks at the work sees it.
    private func result(_ books: PurchaseBooks) -> WorkResult {
        let left = [books.problem, books.shortfall].compactMap(\.self)
        guard !left.isEmpty else { return .done() }
        let reason = books.problem == nil ? "the books are longer than one reading" : "purchases cannot be read"
        return .again(after: pause(books), reason, detail: left.joined(separator: "; "))
    }

    /// Where one reading holds less than what is bought from one comparison to the next, the next comes sooner: while
    /// half of what this one has read is still within reach.
    private func pause(_ books: PurchaseBooks) -> Duration {
        let usual = office.settings.reconcileEvery
        guard !books.isWhole, let reached = books.reached else { return usual }
        let half = Duration.milliseconds((office.now().milliseconds - reached.milliseconds) / 2)
        return min(usual, max(Self.shortestPause, half))
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
