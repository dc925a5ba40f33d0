import Contracts
import Testing

@testable import Fulfillment

/// A cancel and a changed address, at every stage.
struct CancelTests {
    private let cancel = order(version: 2, status: .cancelled)

    private func cancelled(_ shipment: Shipment) -> Handling {
        var handling = later(shipment, seconds: 120)
        handling.take(cancel)
        handling.advance(allIsWell)
        return handling
    }

    @Test("before anything was bought it just ends, also when the cancel is the first thing that is heard")
    func early() {
        for shipment in [fresh().shipment, ready(), ready { $0.advance(allIsWell) }] {
            let end = cancelled(shipment)
            #expect(end.shipment.state == .cancelled)
            #expect(end.events.isEmpty && end.errands.isEmpty)
        }
        // The first version comes late: the tombstone holds.
        var late = later(cancelled(fresh().shipment).shipment)
        late.take(order())
        late.advance(allIsWell)
        #expect(late.shipment.state == .cancelled)
        #expect(late.errands.isEmpty)
    }

    @Test("a purchase of unknown outcome is looked for first, and what is found is refunded")
    func unknown() {
        let open = ready { handling in
            handling.advance(allIsWell)
            handling.begin(purchase())
            handling.unanswered()
        }
        #expect(open.state == .unknownPurchase)
        let end = cancelled(open)
        #expect(end.errands.isEmpty && end.shipment.purchase != nil)
        var found = later(end.shipment, seconds: 200)
        found.bought("t1", tracking: "9400", allIsWell)
        #expect(found.shipment.state == .cancelled)
        #expect(found.shipment.label == nil)
        #expect(found.events(LabelVoided.self).map(\.reason) == ["cancelled"])
        #expect(found.errands.contains(.refund(transaction: "t1")))
        #expect(found.events(OrderShip.self).isEmpty)
    }

    @Test("a label is voided before, while and after the channel is told, and its refund is followed")
    func labelledStages() {
        let asked = labelled()
        #expect(asked.handover?.state == .asked)
        let confirmed = labelled { $0.take(accepted($0.shipment)) }
        let unasked = labelled { $0.shipment.handover = nil }
        for shipment in [unasked, asked, confirmed] {
            var end = cancelled(shipment)
            #expect(end.shipment.state == .cancelled)
            #expect(end.events(LabelVoided.self).map(\.refund) == ["requested"])
            #expect(end.events(ActionTaken.self).map(\.action) == ["labelVoided"])
            #expect(end.errands == [.refund(transaction: "t1")])
            end.refund(of: "t1", is: .settled)
            end.refund(of: "t1", is: .settled)
            #expect(end.events(LabelVoided.self).map(\.refund) == ["requested", "settled"])
            #expect(end.events(LabelVoided.self).allSatisfy { $0.tracking == "9400" && $0.cost == offer.cost })
            #expect(end.shipment.record?.refund == "settled")
        }
    }

    @Test("what is handed over only returns")
    func handedOver() {
        var handling = later(labelled { $0.take(accepted($0.shipment)) })
        handling.sighted(Journey(status: .transit, detail: nil, at: Names.start, firstScan: Names.start))
        let end = cancelled(handling.shipment)
        #expect(end.shipment.label != nil)
        #expect(end.events(LabelVoided.self).isEmpty)
        #expect(end.shipment.state == .inTransit)
    }

    @Test("a ship command that the channel refused because of the cancel ends without a second one")
    func race() {
        var handling = later(labelled())
        handling.take(
            OrderShipRefused(
                order: Names.order, shipment: Names.shipment, reason: "cancelled", detail: "It is cancelled."))
        handling.advance(allIsWell)
        #expect(handling.shipment.needsPerson)
        let end = cancelled(handling.shipment)
        #expect(end.events(LabelVoided.self).count == 1)
        #expect(end.events(OrderShip.self).isEmpty)
    }

    @Test("a cancel that is requested stops buying and shipping until it is decided")
    func requested() {
        var handling = later(ready { $0.advance(allIsWell) })
        #expect(handling.shipment.isBuying)
        handling.take(order(version: 2, flags: [.cancelRequested]))
        handling.advance(allIsWell)
        #expect(!handling.shipment.isBuying)
        #expect(handling.shipment.wait == .cancelDecision)
        handling.take(order(version: 3))
        handling.advance(allIsWell)
        #expect(handling.errands == [.buy])
    }

    @Test("an address that changes before ship-confirm voids the label and starts again")
    func address() {
        var handling = later(labelled { $0.shipment.handover = nil })
        handling.take(recipient(version: 2))
        handling.advance(allIsWell)
        #expect(handling.events(LabelVoided.self).map(\.reason) == ["addressChanged"])
        #expect(Set(handling.errands) == [.refund(transaction: "t1"), .buy])
        #expect(handling.shipment.state == .buying)
    }

    @Test(
        "an address that changes while the outcome of a purchase is unknown: what is found is voided, what is not is new"
    )
    func addressUnknown() {
        var open = later(
            ready { handling in
                handling.advance(allIsWell)
                handling.begin(purchase())
                handling.unanswered()
            })
        open.take(recipient(version: 2))
        open.advance(allIsWell)
        #expect(open.errands.isEmpty && open.shipment.state == .unknownPurchase, "nothing is bought over it")
        var found = later(open.shipment, seconds: 200)
        found.bought("t1", tracking: "9400", allIsWell)
        #expect(found.events(LabelVoided.self).map(\.reason) == ["addressChanged"])
        #expect(found.events(OrderShip.self).isEmpty)
        #expect(Set(found.errands) == [.fetch(transaction: "t1"), .refund(transaction: "t1"), .buy])
        // 90 s until it should be known, twice absent with 30 s between.
        var first = later(open.shipment, seconds: 91)
        first.absent(gap: 30_000, allIsWell)
        var second = later(first.shipment, seconds: 121)
        second.absent(gap: 30_000, allIsWell)
        #expect(second.shipment.purchase == nil && second.errands == [.buy])
        #expect(second.events(LabelVoided.self).isEmpty)
    }

    @Test(
        "an address that changes before anything was bought is taken over; after ship-confirm a person is asked, once")
    func addressEnds() {
        for waiting in [
            ready { $0.take(order(version: 2, status: .onHold)) },
            ready { $0.take(order(version: 2, status: .unpaid)) },
            ready { $0.advance(allIsWell) },
        ] {
            var handling = later(waiting)
            handling.take(recipient(version: 2))
            handling.advance(allIsWell)
            #expect(handling.shipment.recipient?.version == 2 && !handling.shipment.isAddressLate)
            #expect(handling.events(LabelVoided.self).isEmpty && handling.events(ActionTaken.self).isEmpty)
        }
        let confirmed = labelled { $0.take(accepted($0.shipment)) }
        var onItsWay = later(confirmed)
        onItsWay.sighted(Journey(status: .transit, detail: nil, at: Names.start, firstScan: Names.start))
        for shipment in [confirmed, onItsWay.shipment] {
            var late = later(shipment)
            late.take(recipient(version: 2))
            late.advance(allIsWell)
            late.take(recipient(version: 3))
            late.advance(allIsWell)
            #expect(late.events(ActionTaken.self).map(\.action) == ["addressChangedLate"])
            #expect(late.shipment.needsPerson && late.shipment.label != nil)
            #expect(late.events(LabelVoided.self).isEmpty)
        }
    }

    @Test("while the command is in flight the channel's answer decides: refused starts again, accepted needs a person")
    func addressInFlight() {
        var refused = later(labelled())
        refused.take(recipient(version: 2))
        refused.advance(allIsWell)
        #expect(refused.events.isEmpty)
        var taken = refused
        refused.take(
            OrderShipRefused(order: Names.order, shipment: Names.shipment, reason: "onHold", detail: "On hold."))
        refused.advance(allIsWell)
        #expect(refused.events(LabelVoided.self).map(\.reason) == ["addressChanged"])
        taken.take(accepted(taken.shipment))
        taken.advance(allIsWell)
        taken.advance(allIsWell)
        #expect(taken.events(LabelVoided.self).isEmpty)
        #expect(taken.events(ActionTaken.self).map(\.action) == ["orderShipped", "addressChangedLate"])
        #expect(taken.shipment.needsPerson)
    }
}
