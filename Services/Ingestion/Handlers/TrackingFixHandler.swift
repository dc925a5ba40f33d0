import Contracts
import Messaging
import Postgres

/// Takes the command to correct a parcel's carrier and number, and wants it carried out.
struct TrackingFixHandler: Handler {
    let queue: WorkQueue

    func decide(_ message: Received<TrackingFix>, _: Void) throws -> Decision<ParcelWish<TrackingFix>> {
        ParcelWish.decide(message) { command in
            // None: the order's only parcel is meant.
            guard !command.channelPackage.isEmpty else { return }
            _ = try OrderReader.identifier(command.channelPackage, "channelPackage")
        }
    }

    func save(_ changes: [ParcelWish<TrackingFix>], _ pipeline: inout Pipeline) throws {
        let wishes = ParcelWish.newest(changes)
        try TrackingStore.save(wishes.map { ($0.tenant, $0.command) }, &pipeline)
        try WorkQueue.enqueue(wishes.map { FixTracking.item($0.tenant, $0.command, cause: $0.cause) }, into: &pipeline)
    }

    func saved(_ changes: [ParcelWish<TrackingFix>]) {
        queue.nudge()
    }
}
