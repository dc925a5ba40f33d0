import Contracts
import Messaging
import Postgres

/// Takes the command to ship a parcel and wants it carried out. A parcel is asked for again when its first try was
/// refused and somebody mended the cause.
struct OrderShipHandler: Handler {
    let queue: WorkQueue

    func decide(_ message: Received<OrderShip>, _: Void) throws -> Decision<ParcelWish<OrderShip>> {
        ParcelWish.decide(message)
    }

    func save(_ changes: [ParcelWish<OrderShip>], _ pipeline: inout Pipeline) throws {
        let wishes = ParcelWish.newest(changes)
        try WishStore.save(ships: wishes.map { ($0.tenant, $0.command) }, &pipeline)
        try WorkQueue.enqueue(wishes.map { ShipOrder.item($0.tenant, $0.command, cause: $0.cause) }, into: &pipeline)
    }

    func saved(_ changes: [ParcelWish<OrderShip>]) {
        queue.nudge()
    }
}
