import Contracts
import Foundation
import Postgres
import Shippo

/// The carrier partner's purchases as facts: those that bear our mark and were not given back, each with how its
/// shipment accounts for it.
enum PurchaseFacts {
    static func of(_ purchases: [Shippo.Transaction], _ database: PostgresPool) async throws -> [KnownFact] {
        let sold = purchases.compactMap { purchase -> (id: String, mark: LabelMark, at: Instant?)? in
            guard let id = purchase.id, purchase.status == .success, let mark = LabelMark(purchase.metadata)
            else { return nil }
            return (id, mark, Instant(partner: purchase.created))
        }
        let known = try await shipments(sold.map(\.mark), database)
        let now = Instant(Date())
        let oldest = Instant(milliseconds: now.milliseconds - OfficeSettings().reconcileDepth.milliseconds)
        return sold.map { id, mark, at in
            let shipment = known[mark.shipment]
            var words = ["shipment": mark.shipment.description]
            let isOld = at.map { $0 < oldest } ?? false
            words["owner"] = shipment.map { owner(of: mark.attempt, $0, isOld: isOld) } ?? "unknownShipment"
            words["order"] = shipment?.orderID.description
            return KnownFact(tenant: .platform, key: id, words: words, at: at)
        }
    }

    /// What is under way, or about to be given back, is settled without anybody.
    static func owner(of attempt: UUID, _ shipment: Shipment, isOld: Bool) -> String {
        if shipment.label?.attempt == attempt { return "kept" }
        if shipment.purchase?.attempt == attempt { return "underWay" }
        if shipment.owns(attempt) { return "refunding" }
        return isOld ? "tooOld" : "none"
    }

    private static func shipments(
        _ marks: [LabelMark], _ database: PostgresPool
    ) async throws -> [ShipmentID: Shipment] {
        let found = try await database.rows(
            """
            SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE shipment_id = ANY(\(marks.map(\.shipment.uuid)))
            """, BookStore.decodeShipment)
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }
}
