import Contracts
import Foundation
import Testing

@testable import Fulfillment

/// What follows from facts.
struct HandlingTests {
    @Test("every order of the same facts ends in the same place, repeats included")
    func anyOrder() {
        let facts: [OrderFact] = [
            .order(order()), .order(order(version: 2, flags: [.sample])), .recipient(recipient()),
            .reserved(reserved()), .recipient(recipient()), .order(order()),
        ]
        var ends: Set<Shipment> = []
        for shift in facts.indices {
            for list in [facts[shift...] + facts[..<shift], (facts[shift...] + facts[..<shift]).reversed()[...]] {
                var handling = fresh()
                for fact in list {
                    handling.take(fact)
                    handling.advance(allIsWell)
                }
                #expect(handling.errands == [.buy])
                ends.insert(handling.shipment)
            }
        }
        #expect(ends.count == 1)
    }

    @Test("a bought label is told, its picture fetched, and the channel told of it")
    func bought() {
        var handling = later(ready())
        handling.advance(allIsWell)
        handling.begin(purchase())
        handling.bought("t1", tracking: "9400", allIsWell)
        let told = handling.events(OrderShip.self)
        #expect(told.map(\.tracking) == ["9400"])
        #expect(told.map(\.carrier) == ["USPS"])
        #expect(handling.events(LabelBought.self).map(\.cost) == [Money(minorUnits: 523, currency: .usd)])
        #expect(handling.errands.contains(.fetch(transaction: "t1")))
        #expect(handling.shipment.state == .labelled)
        // The answer of the same purchase comes again, from the books.
        handling.bought("t1", tracking: "9400", allIsWell)
        #expect(handling.events(LabelBought.self).count == 1)
    }

    @Test("a label counts once as wanted and once as bought, so long after nothing was missing")
    func milestones() {
        var handling = later(ready(), seconds: 10)
        handling.advance(allIsWell)
        handling.advance(allIsWell)
        #expect(handling.milestones == [.wanted])
        var first = later(handling.shipment, seconds: 40)
        first.begin(purchase())
        first.bought("t1", tracking: "9400", allIsWell)
        #expect(first.milestones == [.bought(after: 30_000)], "from 10 to 40 seconds")
        // Voided, it was bought all the same; the next one is no other parcel's.
        var second = later(first.shipment, seconds: 50)
        second.void(.byHand)
        second.advance(allIsWell)
        second.begin(purchase())
        second.bought("t2", tracking: "9401", allIsWell)
        #expect(second.milestones.isEmpty && second.shipment.label?.transaction == "t2")
    }

    @Test("absent once is perhaps, absent twice, apart, is a new attempt")
    func absent() {
        let open = ready { handling in
            handling.advance(allIsWell)
            handling.begin(purchase())
            handling.unanswered()
        }
        func look(_ shipment: Shipment, at seconds: Int64) -> Handling {
            var handling = later(shipment, seconds: seconds)
            handling.absent(gap: 30_000, allIsWell)
            return handling
        }
        // Settled 90 seconds after it was begun.
        #expect(look(open, at: 89).shipment == open)
        let once = look(open, at: 90)
        #expect(once.shipment.purchase?.absentSince != nil)
        #expect(look(once.shipment, at: 119).shipment.purchase != nil)
        let twice = look(once.shipment, at: 120)
        #expect(twice.shipment.purchase == nil)
        #expect(twice.errands == [.buy])
        var late = later(twice.shipment, seconds: 200)
        late.giveUpDuplicate("t0", attempt: purchase().attempt, tracking: "9399")
        late.refund(of: "t0", is: .refused)
        let told = late.events(LabelVoided.self)
        #expect(told.map(\.refund) == ["requested", "refused"])
        #expect(told.allSatisfy { $0.reason == "duplicate" && $0.tracking == "9399" && $0.cost == offer.cost })
    }

    @Test("a refusal by the carrier keeps its sentence and waits for a person, whose retry buys again")
    func failed() throws {
        var handling = later(ready())
        handling.advance(allIsWell)
        handling.notBought("noRates", .rates, "No carrier offers to take the parcel.", allIsWell)
        #expect(handling.events(LabelFailed.self).map(\.reason) == ["noRates"])
        #expect(handling.shipment.record?.waitsFor == "rates")
        #expect(handling.shipment.record?.sentence == "No carrier offers to take the parcel.")
        #expect(handling.shipment.needsPerson)
        var retry = Handling(handling.shipment, now: handling.now, actor: "sk_1")
        try retry.perform(.retry, reason: "weight corrected", allIsWell)
        #expect(retry.errands == [.buy])
        #expect(retry.events(ActionTaken.self).map(\.actor) == ["sk_1"])
        var calm = later(ready())
        #expect(throws: NotNow.nothingFailed) { try calm.perform(.retry, reason: nil, allIsWell) }
    }

    @Test("a bad address waits for a person or for another address")
    func badAddress() {
        var handling = later(ready())
        handling.advance(allIsWell)
        handling.notBought("badAddress", .address, "Not found.", allIsWell)
        handling.take(recipient(version: 2))
        handling.advance(allIsWell)
        #expect(handling.shipment.trouble == nil)
        #expect(handling.shipment.isBuying)
    }

    @Test("missing weight is told once and mended by itself")
    func missingWeight() {
        var here = allIsWell
        here.measures = nil
        var handling = later(ready())
        handling.advance(here)
        handling.advance(here)
        #expect(handling.events(LabelFailed.self).map(\.reason) == ["missingWeight"])
        #expect(handling.log.map(\.kind) == ["weightMissing"], "nothing has failed yet, and people read the log")
        #expect(handling.shipment.record?.waitsFor == "weight")
        handling.advance(allIsWell)
        #expect(handling.errands == [.buy])
    }

    @Test("the channel's own label comes with the answer")
    func channelLabel() {
        var handling = fresh()
        handling.take(order(shipping: .channel))
        handling.take(reserved())
        handling.advance(allIsWell)
        let told = handling.events(OrderShip.self)
        #expect(told.map(\.weightGrams) == [800])
        #expect(told.map(\.dimensionsMillimetres) == [[200, 100, 180]])
        #expect(told[0].carrier == nil && handling.errands.isEmpty)
        handling.take(
            OrderShipAccepted(
                order: Names.order, shipment: Names.shipment, channelPackage: "1153", tracking: "TT1", carrier: "USPS",
                labelFile: "file"))
        handling.advance(allIsWell)
        #expect(handling.shipment.record?.tracking == "TT1")
        #expect(handling.shipment.record?.hasLabel == true)
        #expect(handling.shipment.state == .shipped)
    }

    @Test("of an order that was split each package is told, whichever comes first", arguments: [true, false])
    func split(isLabelFirst: Bool) throws {
        var handling = fresh()
        handling.take(order(shipping: .channel))
        handling.take(reserved())
        handling.advance(allIsWell)
        let packages = [
            OrderShipAccepted(
                order: Names.order, shipment: Names.shipment, channelPackage: "1153", tracking: "TT1", carrier: "JNE",
                labelFile: "file"),
            OrderShipAccepted(
                order: Names.order, shipment: Names.shipment, channelPackage: "1154", tracking: "TT2", carrier: "JNE"),
        ]
        for package in isLabelFirst ? packages : packages.reversed() {
            handling.take(package)
            handling.take(package)
        }
        handling.advance(allIsWell)
        #expect(handling.events(ActionTaken.self).map(\.action) == ["orderShipped", "packageShipped"])
        #expect(handling.shipment.handover?.others?.map(\.tracking) == [isLabelFirst ? "TT2" : "TT1"])
        let record = try #require(handling.shipment.record)
        #expect(record.hasLabel && record.packages?.map(\.hasLabel) == [isLabelFirst, !isLabelFirst])
        #expect(handling.shipment.state == .shipped && handling.shipment.needsPerson)
        for package in [nil, "1153"] { #expect(handling.shipment.channelFile(of: package) == "file") }
        #expect(handling.shipment.hasPackage("1154") && handling.shipment.channelFile(of: "1154") == nil)
        #expect(!handling.shipment.hasPackage("1155"))
        handling.take(order(version: 2, status: .inTransit, shipping: .channel))
        #expect(!handling.shipment.needsPerson, "whoever was to print a label has")
    }

    @Test("a split order with all its labels here waits for nobody")
    func allLabels() {
        var handling = fresh()
        handling.take(order(shipping: .channel))
        handling.take(reserved())
        handling.advance(allIsWell)
        for package in ["1153", "1154"] {
            handling.take(
                OrderShipAccepted(
                    order: Names.order, shipment: Names.shipment, channelPackage: package, tracking: "TT\(package)",
                    carrier: "JNE", labelFile: "file \(package)"))
        }
        handling.advance(allIsWell)
        #expect(handling.shipment.state == .shipped && !handling.shipment.needsPerson)
        #expect(handling.shipment.record?.packages?.map(\.tracking) == ["TT1153", "TT1154"])
        #expect([nil, "1153", "1154"].map(handling.shipment.channelFile) == ["file 1153", "file 1153", "file 1154"])
    }

    @Test("a parcel is followed under the partner's word for its carrier as long as the number is the label's")
    func carrierWord() throws {
        var handling = later(labelled())
        handling.take(
            OrderShipAccepted(
                order: Names.order, shipment: Names.shipment, channelPackage: "1153", tracking: "9400",
                carrier: "United States Postal Service"))
        #expect(handling.shipment.carrier == "USPS" && handling.shipment.record?.carrier == "USPS")
        try handling.fixTracking(Handover.Fix(carrier: "FedEx", tracking: "7123"))
        handling.take(accepted(handling.shipment))
        #expect(handling.shipment.carrier == "FedEx" && handling.shipment.tracking == "7123")
    }

    @Test("an address that is named after the channel made its own label is no changed one; the next one is")
    func lateRecipient() {
        var handling = fresh()
        handling.take(order(shipping: .channel))
        handling.take(reserved())
        handling.advance(allIsWell)
        handling.take(recipient())
        handling.take(accepted(handling.shipment))
        handling.advance(allIsWell)
        #expect(handling.shipment.state == .shipped && !handling.shipment.isAddressLate)
        var labelled = later(labelled())
        labelled.take(accepted(labelled.shipment))
        labelled.take(recipient(version: 2))
        labelled.advance(allIsWell)
        #expect(labelled.shipment.isAddressLate)
    }

    @Test("a refused command goes on with the next version of the order or by hand")
    func refused() throws {
        var handling = later(labelled())
        handling.take(
            OrderShipRefused(order: Names.order, shipment: Names.shipment, reason: "onHold", detail: "On hold."))
        handling.advance(allIsWell)
        #expect(handling.shipment.record?.waitsFor == "channel")
        var byOrder = later(handling.shipment)
        byOrder.take(order(version: 2))
        byOrder.advance(allIsWell)
        #expect(byOrder.events(OrderShip.self).count == 1)
        var byHand = later(handling.shipment)
        try byHand.perform(.retry, reason: nil, allIsWell)
        #expect(byHand.events(OrderShip.self).map(\.tracking) == ["9400"])
    }

    @Test("another number is told to the channel, whose answer decides")
    func trackingFix() throws {
        var handling = later(labelled { $0.take(accepted($0.shipment)) })
        let fix = Handover.Fix(carrier: "UPS", tracking: "1Z999")
        handling.sighted(Journey(status: .preTransit, detail: nil, at: Names.start))
        try handling.fixTracking(fix)
        #expect(handling.events(TrackingFix.self).map(\.channelPackage) == ["1153"])
        #expect(handling.shipment.tracking == "9400")
        #expect(throws: NotNow.fixing) { try handling.fixTracking(fix) }
        var refused = later(handling.shipment)
        refused.take(
            OrderShipRefused(order: Names.order, shipment: Names.shipment, reason: "badTracking", detail: "No."))
        #expect(refused.shipment.tracking == "9400")
        #expect(refused.shipment.handover?.state == .accepted)
        #expect(refused.events(ActionTaken.self).map(\.action) == ["trackingRefused"])
        handling.take(accepted(handling.shipment))
        #expect(handling.shipment.tracking == "1Z999")
        #expect(handling.shipment.carrier == "UPS")
        #expect(handling.shipment.journey == nil && handling.errands.contains(.track))
        var early = later(labelled())
        #expect(throws: NotNow.notShipped) { try early.fixTracking(fix) }
    }

    @Test("a parcel that the channel knows under another number frees its label, unless a carrier has seen that")
    func shippedByHand() throws {
        var handling = later(labelled())
        handling.take(
            OrderShipAccepted(
                order: Names.order, shipment: Names.shipment, channelPackage: "1153", tracking: "1Z-OTHER",
                carrier: "UPS"))
        handling.advance(allIsWell)
        #expect(handling.events(ActionTaken.self).map(\.action) == ["orderShipped", "otherTracking", "labelVoided"])
        #expect(handling.events(LabelVoided.self).map(\.reason) == ["shippedElsewhere"])
        #expect(Set(handling.errands) == [.track, .refund(transaction: "t1")])
        #expect(handling.shipment.state == .shipped && !handling.shipment.isPaused)
        #expect(handling.shipment.tracking == "1Z-OTHER" && !handling.shipment.needsPerson)
        // The label is on some parcel: a person decides.
        var seen = later(labelled())
        seen.sighted(Journey(status: .transit, detail: nil, at: Names.start, firstScan: Names.start))
        seen.take(
            OrderShipAccepted(
                order: Names.order, shipment: Names.shipment, channelPackage: "1153", tracking: "1Z-OTHER",
                carrier: "UPS"))
        seen.advance(allIsWell)
        #expect(seen.events(LabelVoided.self).isEmpty && seen.shipment.needsPerson)
        try seen.perform(.void, reason: nil, allIsWell)
        #expect(seen.events(LabelVoided.self).map(\.reason) == ["byHand"] && !seen.shipment.needsPerson)
        // The same number in the channel's spelling is no other one.
        var same = later(labelled())
        same.take(
            OrderShipAccepted(
                order: Names.order, shipment: Names.shipment, channelPackage: "1153", tracking: "94 00"))
        #expect(!same.shipment.isLabelUnused)
    }

    @Test("a refusal for want of a connection ends with the connection")
    func reconnected() {
        var handling = later(labelled())
        handling.take(
            OrderShipRefused(
                order: Names.order, shipment: Names.shipment, reason: "notConnected", detail: "Not connected."))
        var here = allIsWell
        here.isConnected = false
        handling.review(here)
        #expect(handling.events(OrderShip.self).isEmpty)
        handling.review(allIsWell)
        #expect(handling.events(OrderShip.self).map(\.tracking) == ["9400"])
    }

    @Test("the way is told in its order, late sightings say nothing, and delivery is told once with the first scan")
    func journey() {
        func at(_ hours: Int64) -> Instant { Instant(milliseconds: Names.start.milliseconds + 3_600_000 * hours) }
        var handling = later(labelled { $0.take(accepted($0.shipment)) })
        handling.sighted(Journey(status: .preTransit, detail: nil, at: at(1)))
        handling.sighted(Journey(status: .transit, detail: nil, at: at(30), firstScan: at(10)))
        handling.sighted(Journey(status: .transit, detail: nil, at: at(10), firstScan: at(10)))
        #expect(handling.shipment.state == .inTransit)
        let delivered = Journey(
            status: .delivered, detail: nil, at: at(50), firstScan: at(10), deliveredAt: at(50))
        handling.sighted(delivered)
        handling.sighted(delivered)
        let tracked = handling.events(ShipmentTracked.self)
        #expect(tracked.map(\.status) == ["preTransit", "transit", "delivered"])
        #expect(tracked.map(\.handedOverAt) == [nil, at(10), at(10)], "whichever sighting is the newest")
        let told = handling.events(ShipmentDelivered.self)
        #expect(told.map(\.handedOverAt) == [at(10)])
        #expect(told.map(\.deliveredAt) == [at(50)])
        #expect(handling.shipment.state == .delivered)
    }

    /// Under the channel's label, as Ingestion tells it.
    private func seen(_ status: String, _ hours: Int64, from first: Int64? = nil, to end: Int64? = nil) -> ParcelScanned
    {
        func at(_ hours: Int64) -> Instant { Instant(milliseconds: Names.start.milliseconds + 3_600_000 * hours) }
        return ParcelScanned(
            order: Names.order, shop: Names.shop, channelOrder: "577000000000000001", status: status, detail: "Seen",
            at: at(hours), handedOverAt: first.map(at), deliveredAt: end.map(at))
    }

    @Test("the channel's scans fill the same way, in whichever order they come and however often", arguments: 0..<6)
    func channelScans(order number: Int) {
        let scans = [seen("preTransit", 1), seen("transit", 30, from: 10), seen("delivered", 50, from: 10, to: 50)]
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        var handling = fresh()
        for place in orders[number] + orders[number] { handling.take(scans[place]) }
        let told = handling.events(ShipmentDelivered.self)
        #expect(told.map(\.deliveredAt) == [seen("", 50).at] && told.map(\.handedOverAt) == [seen("", 10).at])
        #expect(told.map(\.shop) == [Names.shop], "told before the order is known")
        #expect(handling.events(ShipmentTracked.self).last?.status == "delivered")
        #expect(handling.shipment.journey?.isOver == true && handling.shipment.state == .delivered)
        #expect(handling.log.last { $0.kind == "tracked" }?.sentence == "Seen")
        if number == 0 { #expect(handling.events(ShipmentTracked.self).count == 3) }
    }

    @Test("a word that is not known says only that it was seen; one with a label of ours is followed at its carrier's")
    func foreignScans() {
        var handling = fresh()
        handling.take(seen("teleported", 1))
        #expect(handling.events(ShipmentTracked.self).map(\.status) == ["unknown"])
        var ours = later(labelled())
        let known = ours.shipment
        ours.take(seen("delivered", 50, from: 10, to: 50))
        #expect(ours.shipment == known && !ours.hasChanged(since: known))
    }

    @Test("a mark names shipment and attempt within the partner's hundred characters, and nothing else is one")
    func marks() {
        let mark = LabelMark(shipment: Names.shipment, attempt: Names.id(40))
        #expect(mark.text.count <= 100)
        #expect(LabelMark(mark.text) == mark)
        for text in [nil, "", "order A1001", "shop/x/y", mark.text + "/z"] { #expect(LabelMark(text) == nil) }
    }
}
