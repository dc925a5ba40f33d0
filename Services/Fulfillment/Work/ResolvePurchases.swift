import Contracts
import Foundation
import Messaging
import Postgres

/// Finds out what became of purchases that nobody answered: one reading of the partner's books serves all of them.
///
/// Found: it is ours. Not found once the deadline and the grace are over: perhaps. Not found again, some time later:
/// it was never made, and another attempt may be. Books that cannot be read to the last line prove nothing: then the
/// purchase stays open, and a person is told when that lasts.
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
        let found = books.byAttempt
        var problem = books.problem
        for shipment in open {
            guard let purchase = shipment.purchase else { continue }
            do {
                try await resolve(shipment, purchase, found[purchase.attempt], books, job.item.cause)
            } catch  where Self.isOneShipments(error) {
                // One that cannot be saved must not hold up those behind it.
                problem = "\(shipment.id): \(error)"
            }
        }
        return try await rest(problem)
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

    private func resolve(
        _ shipment: Shipment, _ purchase: Purchase, _ entry: PurchaseBooks.Entry?, _ books: PurchaseBooks,
        _ cause: Metadata?
    ) async throws {
        if let entry { try await entry.verdict.enter(entry.mark, of: shipment.tenant, cause: cause, office) }
        guard entry == nil || entry?.verdict == .open else { return }
        let (gap, patience) = (office.settings.absentGap.milliseconds, office.settings.doubtAfter.milliseconds)
        let isAbsent = entry == nil && books.isComplete
        let named = BookStore.named([shipment.id], of: shipment.tenant)
        try await office.change(named, cause: cause) { handling, here in
            guard handling.shipment.purchase?.attempt == purchase.attempt else { return }
            if isAbsent { handling.absent(gap: gap, here) } else { handling.doubted(patience: patience) }
        }
    }

    /// Whether an error is about one shipment alone, and not about the database or the end of the job.
    private static func isOneShipments(_ error: any Error) -> Bool {
        guard !Task.isCancelled, !(error is CancellationError) else { return false }
        return (error as? PostgresError).map { !$0.isConnectionLoss && !$0.isPoolExhausted } ?? true
    }

    /// Comes back for what is still open; less often for what a person has been told of.
    private func rest(_ problem: String?) async throws -> WorkResult {
        let left = try await open()
        let now = office.now()
        let pauses = left.compactMap { shipment -> Int64? in
            guard let purchase = shipment.purchase else { return nil }
            if shipment.isPurchaseDoubtful { return office.settings.doubtAfter.milliseconds }
            return purchase.absentSince == nil && purchase.settledBy > now
                ? purchase.settledBy.milliseconds - now.milliseconds : office.settings.absentGap.milliseconds
        }
        guard let pause = pauses.min() else { return .done() }
        return .again(after: .milliseconds(max(100, pause)), "purchases are still open", detail: problem ?? "")
    }
}
