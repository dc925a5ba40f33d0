import Contracts
import Foundation
import Messaging

/// Answers all that is known of one shipment.
struct ShipmentGetHandler: RequestHandler {
    func answer(_ question: Received<ShipmentGet>, _ desk: Desk) async throws -> ShipmentGet.Reply {
        try await desk.read { transaction in
            guard let shipment = try await ShipmentStore.get(question.body.shipment, transaction),
                let record = shipment.record
            else { throw Refusal.unknownShipment }
            let events = try await EventStore.list([shipment], transaction)
            return ShipmentGet.Reply(shipment: record, events: events[shipment.id] ?? [])
        }
    }
}
