import Contracts
import Messaging

/// Answers which is the newest shipment of each order of a page.
struct ShipmentNewestHandler: RequestHandler {
    func answer(_ question: Received<ShipmentNewest>, _ desk: Desk) async throws -> ShipmentNewest.Reply {
        let orders = try checked { () throws(Wrong) in try PageSize.checked(question.body.orders) }
        let found = try await desk.read { try await ShipmentStore.newest(of: orders, $0) }
        return ShipmentNewest.Reply(shipments: found.compactMap(\.record))
    }
}
