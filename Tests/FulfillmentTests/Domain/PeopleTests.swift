import Contracts
import Testing

@testable import Fulfillment

/// What people do to shipments.
struct PeopleTests {
    @Test("a person's void gives the label up and pauses; later it is refused")
    func byHand() throws {
        var handling = later(labelled { $0.shipment.handover = nil })
        try handling.perform(.void, reason: nil, allIsWell)
        #expect(handling.shipment.isPaused && handling.shipment.label == nil)
        #expect(handling.events(LabelVoided.self).map(\.reason) == ["byHand"])
        try handling.perform(.release, reason: nil, allIsWell)
        #expect(handling.errands.contains(.buy))
        var shipped = later(labelled { $0.take(accepted($0.shipment)) })
        #expect(throws: NotNow.tooLate) { try shipped.perform(.void, reason: nil, allIsWell) }
        shipped.shipment.label = nil
        #expect(throws: NotNow.noLabel) { try shipped.perform(.void, reason: nil, allIsWell) }
        var asked = later(labelled())
        #expect(throws: NotNow.inFlight) { try asked.perform(.void, reason: nil, allIsWell) }
    }

    @Test("what is so already is not noted again", arguments: [ShipmentAct.Act.pause, .release, .confirm])
    func twice(act: ShipmentAct.Act) throws {
        var handling = later(ready { $0.shipment.isPaused = act == .release })
        try handling.perform(act, reason: nil, allIsWell)
        #expect(handling.events(ActionTaken.self).count == 1)
        var again = later(handling.shipment)
        try again.perform(act, reason: "once more", allIsWell)
        #expect(again.log.isEmpty && again.events(ActionTaken.self).isEmpty)
    }
}
