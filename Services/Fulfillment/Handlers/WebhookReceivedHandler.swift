import Contracts
import Foundation
import Messaging
import Postgres
import Shippo

/// Hears the carrier partner's doorbell. What a webhook says is not believed, only that there is something to look at:
/// the parcel is found by its number or purchase and asked for.
struct WebhookReceivedHandler: Handler {
    /// Something to look at.
    struct Change: Sendable {
        let shipment: Shipment
        let errand: Errand
        let cause: Metadata
    }

    /// What is looked at.
    enum Errand: Sendable, Hashable { case track, refund(String), resolve }

    /// The parcels that a batch names.
    struct View: Sendable {
        var byNumber: [String: [Shipment]] = [:]
        var byID: [ShipmentID: Shipment] = [:]
    }

    let queue: WorkQueue

    func load(_ messages: [Received<WebhookReceived>], _ pipeline: inout Pipeline) -> Loading<View> {
        let events = messages.compactMap { WebhookEvent(Array($0.body.payload)) }
        let numbers = Set(events.compactMap(\.trackingKey)).sorted()
        let ids = Set(events.compactMap(\.mark?.shipment.uuid))
        // No tenant is known yet: the number finds it. Row level security does not hold back the worker.
        let found = pipeline.rows(
            """
            SELECT tenant_id, order_id, shipment_id, created_at, body FROM shipments
            WHERE tracking_key = ANY(\(numbers)) OR shipment_id = ANY(\(Array(ids)))
            ORDER BY tenant_id, order_id LIMIT 1000
            """, BookStore.decodeShipment)
        return Loading {
            var view = View()
            for shipment in try found.get() {
                view.byID[shipment.id] = shipment
                if let number = shipment.tracking {
                    view.byNumber[TrackingKey.of(number), default: []].append(shipment)
                }
            }
            return view
        }
    }

    func decide(_ message: Received<WebhookReceived>, _ view: View) -> Decision<Change> {
        guard message.body.provider == .shippo else { return .reject("a webhook of another partner") }
        guard let event = WebhookEvent(Array(message.body.payload)) else {
            return .reject("a webhook that cannot be read")
        }
        // Numbers of others come by, too: one account may serve more than this house.
        let tracked = event.trackingKey.flatMap { view.byNumber[$0] } ?? []
        var changes = tracked.map { Change(shipment: $0, errand: .track, cause: message.metadata) }
        if case .transaction(let transaction) = event.subject, let mark = event.mark,
            let shipment = view.byID[mark.shipment]
        {
            changes +=
                errand(transaction, mark, shipment).map {
                    [Change(shipment: shipment, errand: $0, cause: message.metadata)]
                } ?? []
        }
        return .done(changes)
    }

    func apply(_ change: Change, to view: inout View) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        try WorkQueue.enqueue(changes.map(\.item), into: &pipeline)
    }

    func saved(_ changes: [Change]) { queue.nudge() }

    /// A purchase that nobody answered, or a refund that went on.
    private func errand(_ transaction: Shippo.Transaction, _ mark: LabelMark, _ shipment: Shipment) -> Errand? {
        if let id = transaction.id, shipment.voided.contains(where: { $0.transaction == id && $0.refund == .requested })
        {
            return .refund(id)
        }
        return shipment.purchase?.isUnknown == true && shipment.purchase?.attempt == mark.attempt ? .resolve : nil
    }
}

extension WebhookReceivedHandler.Change {
    /// The look as work, due at once.
    fileprivate var item: WorkItem {
        switch errand {
        case .track: WorkItem(PollTracks.self, tenant: shipment.tenant, key: shipment.id.description, cause: cause)
        case .refund(let transaction):
            WorkItem(
                RefundLabel.self, tenant: shipment.tenant, key: transaction, payload: .init(shipment: shipment.id),
                cause: cause)
        case .resolve:
            ResolvePurchases.item(shipment.isPurchaseDoubtful ? .doubtful : .usual, after: .zero, cause: cause)
        }
    }
}

extension WebhookEvent {
    /// The number of the parcel that it is about.
    fileprivate var trackingKey: String? {
        guard case .track(let track) = subject, let number = track.trackingNumber, !number.isEmpty else { return nil }
        return TrackingKey.of(number)
    }

    /// The purchase of ours that it is about.
    fileprivate var mark: LabelMark? {
        guard case .transaction(let transaction) = subject else { return nil }
        return LabelMark(transaction.metadata)
    }
}
