import Contracts
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
        // Of code points one character may have thousands.
        guard reason.unicodeScalars.count <= 200 else {
            throw Refusal(.invalid, code: "tooLong", "reason must have at most 200 characters", field: "/reason")
        }
        // PostgreSQL keeps no zero character, and a terminal that shows the log would obey the others.
        guard reason.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw Refusal(.invalid, code: "badText", "reason must not have control characters", field: "/reason")
        }
    }
}
