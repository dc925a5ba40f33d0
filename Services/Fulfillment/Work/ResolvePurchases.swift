import Contracts
import Foundation
import Messaging
import Postgres

/// Finds out what became of purchases that nobody answered: one reading of the partner's books serves all of them.
///
/// Found: it is ours. Not found once the deadline and the grace are over: perhaps. Not found again, some time later:
/// it was never made, and another attempt may be.
struct ResolvePurchases: WorkKind {
    static let name = "label.resolve"
    static let endpoint = Budgets.lists
    static let limits = WorkLimits(attempts: 1000, deadline: .seconds(180))

    let office: Office

    /// The account is one for all brands, so is the reading.
    static func item(after pause: Duration, cause: Metadata?) -> WorkItem {
        WorkItem(ResolvePurchases.self, tenant: .platform, key: "", after: pause, cause: cause)
    }

    /// The most purchases of one reading.
    private static let most = 500
    /// Clocks differ.
    private static let slack = Duration.seconds(300)

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        let open = try await open()
        guard let oldest = open.compactMap(\.purchase?.begunAt).min() else { return .done() }
        let since = Instant(milliseconds: oldest.milliseconds - Self.slack.milliseconds)
        let books = try await PurchaseBooks.read(since: since, job, office)
        let found = Dictionary(books.entries.map { ($0.mark.attempt, $0) }) { first, _ in first }
        for shipment in open {
            guard let purchase = shipment.purchase else { continue }
            if let entry = found[purchase.attempt] {
                try await entry.verdict.enter(entry.mark, of: shipment.tenant, cause: job.item.cause, office)
            } else if books.isComplete {
                try await absent(shipment, purchase, job)
            }
        }
        return try await rest()
    }

    /// Purchases that are not settled and should be.
    private func open() async throws -> [Shipment] {
        let now = office.now()
        return try await office.database.rows(
            """
            SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE check_at IS NOT NULL ORDER BY check_at LIMIT \(Self.most)
            """, BookStore.decodeShipment
        ).filter { shipment in
            shipment.purchase.map { $0.isUnknown || $0.settledBy <= now } ?? false
        }
    }

    private func absent(_ shipment: Shipment, _ purchase: Purchase, _ job: Job<NoPayload>) async throws {
        let named = BookStore.named([shipment.id], of: shipment.tenant)
        try await office.change(named, cause: job.item.cause) { handling, here in
            guard handling.shipment.purchase?.attempt == purchase.attempt else { return }
            handling.absent(gap: office.settings.absentGap.milliseconds, here)
        }
    }

    /// Comes back for what is still open.
    private func rest() async throws -> WorkResult {
        let left = try await open()
        let now = office.now()
        let pauses = left.compactMap(\.purchase).map { purchase in
            purchase.absentSince == nil && purchase.settledBy > now
                ? purchase.settledBy.milliseconds - now.milliseconds : office.settings.absentGap.milliseconds
        }
        guard let pause = pauses.min() else { return .done() }
        return .again(after: .milliseconds(max(100, pause)), "purchases are still open")
    }
}
