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
            return ShipmentGet.Reply(shipment: record, events: try await EventStore.list(shipment, transaction))
        }
    }
}

/// Answers the label of a shipment, or where it is.
struct LabelGetHandler: RequestHandler {
    func answer(_ question: Received<LabelGet>, _ desk: Desk) async throws -> LabelGet.Reply {
        try await desk.read { transaction in
            guard let shipment = try await ShipmentStore.get(question.body.shipment, transaction),
                shipment.record != nil
            else { throw Refusal.unknownShipment }
            if let id = shipment.label?.file,
                let file = try await FileStore.get(id, of: shipment.tenant, transaction)
            {
                return LabelGet.Reply(file: file)
            }
            guard shipment.label == nil, let channelFile = shipment.handover?.labelFile else {
                throw Refusal(.conflict, code: "noLabel", "the shipment has no label", field: "/shipment")
            }
            return LabelGet.Reply(channelFile: channelFile)
        }
    }
}
