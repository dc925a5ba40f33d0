import Contracts
import Foundation
import Messaging

/// Does what a person wants with a shipment.
struct ShipmentActHandler: RequestHandler {
    let counter: Counter

    func answer(_ question: Received<ShipmentAct>, _ desk: Desk) async throws -> ShipmentRecord {
        let (act, reason) = (question.body.act, question.body.reason)
        if let reason { try Self.check(reason) }
        return try await counter.change(question.body.shipment, question.metadata, desk) {
            (handling, here) throws(NotNow) in try handling.perform(act, reason: reason, here)
        }
    }

    private static func check(_ reason: String) throws(Refusal) {
        guard reason.count <= 200 else {
            throw Refusal(.invalid, code: "tooLong", "reason must have at most 200 characters", field: "/reason")
        }
        // PostgreSQL keeps no zero character, and a terminal that shows the log would obey the others.
        guard reason.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw Refusal(.invalid, code: "badText", "reason must not have control characters", field: "/reason")
        }
    }
}

/// Tells the channel of another carrier or number.
struct ShipmentTrackingFixHandler: RequestHandler {
    let counter: Counter

    func answer(_ question: Received<ShipmentTrackingFix>, _ desk: Desk) async throws -> ShipmentRecord {
        let fix = Handover.Fix(
            carrier: try Self.carrier(question.body.carrier), tracking: try Self.number(question.body.tracking))
        return try await counter.change(question.body.shipment, question.metadata, desk) {
            (handling, _) throws(NotNow) in try handling.fixTracking(fix)
        }
    }

    private static func carrier(_ text: String) throws(Refusal) -> String {
        guard (1...100).contains(text.count),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw Refusal(.invalid, code: "badCarrier", "carrier must have 1 to 100 characters", field: "/carrier") }
        return text
    }

    /// The channel takes 4 to 50 letters, digits and `-_./`.
    private static func number(_ text: String) throws(Refusal) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
        guard (4...50).contains(text.count), isPlain else {
            throw Refusal(
                .invalid, code: "badTracking", "tracking must have 4 to 50 letters, digits or any of -_./",
                field: "/tracking")
        }
        return text
    }
}

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
