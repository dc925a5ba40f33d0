import Contracts
import Foundation
import Messaging
import Postgres

/// Takes the command to ship a parcel and wants it carried out, once per parcel.
struct OrderShipHandler: Handler {
    /// A wish to keep.
    struct Change: Sendable {
        let tenant: TenantID
        let command: OrderShip
        let cause: Metadata
    }

    let queue: WorkQueue

    func decide(_ message: Received<OrderShip>, _: Void) throws -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .reject("the command names no brand") }
        do {
            _ = try OrderReader.identifier(message.body.channelOrder, "channelOrder")
        } catch {
            return .reject("the command cannot be carried out", detail: "\(error)")
        }
        // A parcel is asked for again when its first try was refused and somebody mended the cause.
        return .done([Change(tenant: tenant, command: message.body, cause: message.metadata)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.command.shipment, $0) }) { _, later in later }
        let wishes = newest.values.sorted { ($0.tenant, $0.command.shipment) < ($1.tenant, $1.command.shipment) }
        try WishStore.save(ships: wishes.map { ($0.tenant, $0.command) }, &pipeline)
        try WorkQueue.enqueue(wishes.map { ShipOrder.item($0.tenant, $0.command, cause: $0.cause) }, into: &pipeline)
    }

    func saved(_ changes: [Change]) {
        queue.nudge()
    }
}
