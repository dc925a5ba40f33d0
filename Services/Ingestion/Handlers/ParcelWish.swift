import Contracts
import Messaging

/// A command about one parcel of an order of the channel's.
protocol ParcelCommand: Command {
    var shipment: ShipmentID { get }
    var channelOrder: String { get }
}

extension OrderShip: ParcelCommand {}
extension TrackingFix: ParcelCommand {}

/// A brand's wish that a parcel's command be carried out.
struct ParcelWish<Wanted: ParcelCommand>: Sendable {
    let tenant: TenantID
    let command: Wanted
    let cause: Metadata

    /// Takes a command that names a brand and an order as the channel writes them.
    ///
    /// - Parameter check: Whatever else must be right; throws what is wrong with it.
    static func decide(
        _ message: Received<Wanted>, check: (Wanted) throws -> Void = { _ in }
    ) -> Decision<ParcelWish> {
        guard let tenant = message.metadata.tenant else { return .reject("the command names no brand") }
        do {
            _ = try OrderReader.identifier(message.body.channelOrder, "channelOrder")
            try check(message.body)
        } catch {
            return .reject("the command cannot be carried out", detail: "\(error)")
        }
        return .done([ParcelWish(tenant: tenant, command: message.body, cause: message.metadata)])
    }

    /// The last wish for each parcel, in the order in which rows are locked.
    static func newest(_ wishes: [ParcelWish]) -> [ParcelWish] {
        let newest = Dictionary(wishes.map { ($0.command.shipment, $0) }) { _, later in later }
        return newest.values.sorted { ($0.tenant, $0.command.shipment) < ($1.tenant, $1.command.shipment) }
    }
}
