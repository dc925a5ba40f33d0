import Contracts
import Foundation
import Messaging
import Postgres

/// Looks again at shipments that wait for something, after it may have come: settings, a connection, a warehouse, a
/// product.
struct ReviewShipments: WorkKind {
    static let name = "shipments.review"
    static let endpoint = Budgets.house
    static let limits = WorkLimits(deadline: .seconds(120))

    let office: Office

    /// Shipments of one transaction.
    private static let batch = 200

    static func item(_ word: Wait.Word, tenant: TenantID, cause: Metadata?) -> WorkItem {
        WorkItem(ReviewShipments.self, tenant: tenant, key: word.rawValue, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        var last = ShipmentID.zero
        // Ids rise, so this ends where the waiting shipments end.
        while true {
            let handlings = try await office.change(
                chosen(job.tenant, job.item.key, after: last), cause: job.item.cause
            ) { handling, here in handling.review(here) }
            guard let next = handlings.map(\.shipment.id).max() else { return .done() }
            last = next
        }
    }

    private func chosen(_ tenant: TenantID, _ word: String, after last: ShipmentID) -> SQL {
        """
        SELECT tenant_id, order_id FROM shipments
        WHERE tenant_id = \(tenant.uuid) AND waits_for = \(word) AND shipment_id > \(last.uuid)
        ORDER BY shipment_id LIMIT \(Self.batch)
        """
    }
}
