import Contracts
import Foundation
import Messaging
import Postgres

/// Takes the command to correct a parcel's carrier and number, and wants it carried out.
struct TrackingFixHandler: Handler {
    /// A wish to keep.
    struct Change: Sendable {
        let tenant: TenantID
        let command: TrackingFix
        let cause: Metadata
    }

    let queue: WorkQueue

    func decide(_ message: Received<TrackingFix>, _: Void) throws -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .reject("the command names no brand") }
        do {
            _ = try OrderReader.identifier(message.body.channelOrder, "channelOrder")
            // None: the order's only parcel is meant.
            if !message.body.channelPackage.isEmpty {
                _ = try OrderReader.identifier(message.body.channelPackage, "channelPackage")
            }
        } catch {
            return .reject("the command cannot be carried out", detail: "\(error)")
        }
        return .done([Change(tenant: tenant, command: message.body, cause: message.metadata)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.command.shipment, $0) }) { _, later in later }
        let wishes = newest.values.sorted { ($0.tenant, $0.command.shipment) < ($1.tenant, $1.command.shipment) }
        try TrackingStore.save(wishes.map { ($0.tenant, $0.command) }, &pipeline)
        try WorkQueue.enqueue(wishes.map { FixTracking.item($0.tenant, $0.command, cause: $0.cause) }, into: &pipeline)
    }

    func saved(_ changes: [Change]) {
        queue.nudge()
    }
}
