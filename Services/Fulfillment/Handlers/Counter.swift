import Contracts
import Foundation
import Messaging

/// Where people's acts are done: in the transaction of the request, with the eyes of the caller.
struct Counter: Sendable {
    let usual: Measures?
    let queue: WorkQueue
    /// Tells when things happen; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    /// Changes one shipment by a rule; what is not possible now is a conflict.
    func change(
        _ shipment: ShipmentID, _ cause: Metadata, _ desk: Desk,
        _ decide: (inout Handling, Circumstances) throws(NotNow) -> Void
    ) async throws -> ShipmentRecord {
        let alteration = Alteration(usual: usual, now: now(), actor: desk.caller.actor, cause: cause)
        let record = try await desk.write { transaction in
            do {
                let handlings = try await alteration.run(
                    BookStore.named([shipment]), in: transaction
                ) { (handling: inout Handling, here: Circumstances) throws(NotNow) in
                    // What is not listed is not known to callers.
                    if handling.shipment.isListed { try decide(&handling, here) }
                }
                guard let found = handlings.first?.shipment, found.isListed, let record = found.record else {
                    throw Refusal.unknownShipment
                }
                return record
            } catch let trouble as NotNow {
                throw Refusal(.conflict, code: trouble.code, trouble.sentence, field: "/shipment")
            }
        }
        queue.nudge()
        return record
    }
}
