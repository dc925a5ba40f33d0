import Contracts
import Foundation
import Messaging

/// Answers the label of a shipment, or where it is.
struct LabelGetHandler: RequestHandler {
    func answer(_ question: Received<LabelGet>, _ desk: Desk) async throws -> LabelGet.Reply {
        try await desk.read { transaction in
            guard let shipment = try await ShipmentStore.get(question.body.shipment, transaction),
                shipment.record != nil
            else { throw Refusal.unknownShipment }
            if let package = question.body.package, !shipment.hasPackage(package) {
                throw Refusal.notFound("package", at: "/package")
            }
            if let id = shipment.label?.file,
                let file = try await FileStore.get(id, of: shipment.tenant, transaction)
            {
                return LabelGet.Reply(file: file)
            }
            guard shipment.label == nil, let channelFile = shipment.channelFile(of: question.body.package) else {
                throw Refusal(.conflict, code: "noLabel", "the shipment has no label", field: "/shipment")
            }
            return LabelGet.Reply(channelFile: channelFile)
        }
    }
}
