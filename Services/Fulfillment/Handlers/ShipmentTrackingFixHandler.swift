import Contracts
import Messaging

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
        guard (1...100).contains(text.unicodeScalars.count),
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
