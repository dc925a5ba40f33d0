import Contracts
import Testing

@testable import Fulfillment

/// Labels that turn out to be of no use.
struct SpareLabelTests {
    private func refused(_ reason: String) -> OrderShipRefused {
        OrderShipRefused(order: Names.order, shipment: Names.shipment, reason: reason, detail: "None: UPS.")
    }

    private func shown(_ tracking: String?) -> OrderShipAccepted {
        OrderShipAccepted(
            order: Names.order, shipment: Names.shipment, channelPackage: "1153", tracking: tracking, carrier: "UPS")
    }

    // MARK: Another carrier

    @Test("a label of a carrier that the channel does not list is given back, and another carrier is looked for")
    func unlisted() throws {
        var handling = later(labelled())
        handling.take(refused("unknownCarrier"))
        handling.advance(allIsWell)
        #expect(handling.events(LabelVoided.self).map(\.reason) == ["unlistedCarrier"])
        #expect(Set(handling.errands) == [.refund(transaction: "t1"), .buy])
        #expect(handling.shipment.state == .buying && handling.shipment.trouble == nil)
        #expect(handling.shipment.isUnlisted("USPS") && !handling.shipment.isUnlisted("UPS"))
        // None is left: it waits, until a person says that there is another one, or the order goes another way.
        var left = later(handling.shipment)
        left.notBought("noRates", .rates, "The channel lists none.", allIsWell)
        #expect(left.shipment.needsPerson && left.shipment.record?.waitsFor == "rates")
        var byHand = later(left.shipment)
        try byHand.perform(.retry, reason: nil, allIsWell)
        #expect(byHand.errands == [.buy] && !byHand.shipment.isUnlisted("USPS"))
        var byOrder = later(left.shipment)
        var other = order(version: 2)
        other.deliveryOption = "7092"
        byOrder.take(other)
        byOrder.advance(allIsWell)
        #expect(byOrder.errands == [.buy] && !byOrder.shipment.isUnlisted("USPS"))
        var same = later(left.shipment)
        same.take(order(version: 2))
        same.advance(allIsWell)
        #expect(same.errands.isEmpty && same.shipment.isUnlisted("USPS"))
    }

    @Test("any other refusal keeps the label")
    func kept() {
        var handling = later(labelled())
        handling.take(refused("scopeMissing"))
        handling.advance(allIsWell)
        #expect(handling.shipment.label != nil && handling.events(LabelVoided.self).isEmpty)
        #expect(handling.shipment.needsPerson)
        // The shop is connected again, with the permission.
        handling.review(allIsWell)
        #expect(handling.events(OrderShip.self).map(\.tracking) == ["9400"])
    }

    // MARK: Shipped by others

    /// A shipment whose label lies here, of which the channel was not told.
    private var paused: Shipment {
        labelled {
            $0.shipment.handover = nil
            $0.shipment.isPaused = true
        }
    }

    private func shippedElsewhere(_ shipment: Shipment) -> Handling {
        var handling = later(shipment)
        handling.take(order(version: 2, status: .awaitingCollection, units: .init(shipConfirmed: 2)))
        handling.advance(allIsWell)
        return handling
    }

    @Test("what somebody ships while a label lies here is asked for its number, which frees the label or uses it")
    func elsewhere() {
        let asked = shippedElsewhere(paused)
        #expect(asked.events(OrderShip.self).map(\.tracking) == [nil], "a command with a number might ship it")
        #expect(asked.shipment.state == .shipped && !asked.shipment.needsPerson)
        var other = later(asked.shipment)
        other.take(shown("1Z-OTHER"))
        other.advance(allIsWell)
        #expect(other.events(ActionTaken.self).map(\.action).contains("otherTracking"))
        #expect(other.events(LabelVoided.self).map(\.reason) == ["shippedElsewhere"])
        #expect(Set(other.errands) == [.track, .refund(transaction: "t1")])
        #expect(!other.shipment.needsPerson)
        // Somebody typed the label's number into Seller Center: the parcel bears it.
        var ours = later(asked.shipment)
        ours.take(shown("9400"))
        ours.advance(allIsWell)
        #expect(ours.events(LabelVoided.self).isEmpty && ours.shipment.label != nil)
        #expect(!ours.shipment.needsPerson && ours.errands == [.track])
    }

    @Test("where the channel does not tell the number, a person is told, and may give the label up")
    func unknownNumber() throws {
        for answer in [OrderFact.accepted(shown(nil)), .refused(refused("unknownOrder"))] {
            var handling = later(shippedElsewhere(paused).shipment)
            handling.take(answer)
            handling.advance(allIsWell)
            #expect(handling.events(ActionTaken.self).map(\.action).contains("otherTracking"))
            #expect(handling.events(LabelVoided.self).isEmpty && handling.events(OrderShip.self).isEmpty)
            #expect(handling.shipment.needsPerson && handling.shipment.record?.sentence != nil)
            try handling.perform(.void, reason: nil, allIsWell)
            #expect(handling.errands.contains(.refund(transaction: "t1")) && !handling.shipment.needsPerson)
        }
    }

    @Test("a purchase that ends after somebody else shipped is asked about as well; the channel's own word is not")
    func lateLabel() {
        var buying = later(ready { $0.advance(allIsWell) })
        buying.begin(purchase())
        var handling = shippedElsewhere(buying.shipment)
        #expect(handling.events(OrderShip.self).isEmpty)
        handling.bought("t1", tracking: "9400", allIsWell)
        #expect(handling.events(OrderShip.self).map(\.carrier) == [nil])
        // Our own command is under way: its answer tells all.
        let own = shippedElsewhere(labelled())
        #expect(own.events(OrderShip.self).isEmpty && !own.shipment.needsPerson)
    }

    @Test("an order that is not shipped after all goes on with its label")
    func reverted() {
        var handling = later(shippedElsewhere(paused).shipment)
        handling.shipment.isPaused = false
        handling.take(refused("badTracking"))
        handling.take(order(version: 3))
        handling.advance(allIsWell)
        #expect(handling.events(OrderShip.self).map(\.tracking) == ["9400"])
    }

    // MARK: Correcting

    @Test("the number of a parcel that somebody shipped in Seller Center is corrected by its order")
    func fixElsewhere() throws {
        var handling = shippedElsewhere(ready())
        #expect(handling.events(OrderShip.self).isEmpty, "no label lies here, so there is nothing to ask")
        try handling.fixTracking(Handover.Fix(carrier: "UPS", tracking: "1Z999"))
        let told = handling.events(TrackingFix.self)
        #expect(told.map(\.channelPackage) == [""] && told.map(\.tracking) == ["1Z999"])
        var fixed = later(handling.shipment)
        fixed.take(
            OrderShipAccepted(
                order: Names.order, shipment: Names.shipment, channelPackage: "", tracking: "1Z999", carrier: "UPS"))
        #expect(fixed.events(ActionTaken.self).map(\.action) == ["trackingFixed"])
        #expect(fixed.shipment.tracking == "1Z999" && fixed.errands == [.track])
        var refused = later(handling.shipment)
        refused.take(self.refused("trackingFinal"))
        refused.advance(allIsWell)
        #expect(refused.events(ActionTaken.self).map(\.action) == ["trackingRefused"])
        try refused.fixTracking(Handover.Fix(carrier: "UPS", tracking: "1Z998"))
    }
}
