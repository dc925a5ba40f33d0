import Contracts
import Messaging

/// Answers all that is known of the shipments of an order.
struct OrderShipmentsGetHandler: RequestHandler {
    /// An order has a parcel or two; more than these are not told.
    static let most = 20

    func answer(_ question: Received<OrderShipmentsGet>, _ desk: Desk) async throws -> OrderShipmentsGet.Reply {
        try await desk.read { transaction in
            let shipments = try await ShipmentStore.list(
                .init(order: question.body.order, limit: Self.most), transaction
            ).prefix(Self.most)
            let events = try await EventStore.list(Array(shipments), transaction)
            return OrderShipmentsGet.Reply(
                shipments: shipments.compactMap { shipment in
                    shipment.record.map { ShipmentGet.Reply(shipment: $0, events: events[shipment.id] ?? []) }
                })
        }
    }
}
