import Contracts
import Testing

@testable import Fulfillment

/// What is next for a shipment with everything known.
struct DecisionTests {
    @Test("a shipment that has everything buys its label, and under the channel's label it is shipped at once")
    func goes() {
        #expect(ready().next(allIsWell) == .buy)
        #expect(ready { $0.take(order(version: 2, shipping: .channel)) }.next(allIsWell) == .ship)
        let labelled = labelled { $0.shipment.handover = nil }
        #expect(labelled.next(allIsWell) == .ship)
    }

    @Test(
        "an order waits with the reason that people see",
        arguments: [
            (order(version: 2, status: .unpaid), Wait.payment), (order(version: 2, status: .onHold), .hold),
            (order(version: 2, status: .other), .unclear),
            (order(version: 2, status: .partiallyShipping), .partial),
            (order(version: 2, flags: [.cancelRequested]), .cancelDecision),
            (order(version: 2, shipping: .other), .shippingType),
            (order(version: 2, market: "BR"), .market), (order(version: 2, market: "CH"), .market),
            (order(version: 2, shipping: .channel, market: "BR"), .market), (order(version: 2, market: ""), .market),
        ])
    func orderWaits(order: OrderChanged, wait: Wait) {
        #expect(ready { $0.take(order) }.next(allIsWell) == .wait(wait))
    }

    @Test("a shipment is said to be ready once: when nothing is missing any more, whatever becomes of it then")
    func readiness() {
        var lacking = allIsWell
        lacking.measures = nil
        var handling = later(ready())
        handling.advance(lacking)
        #expect(handling.events(ShipmentReady.self).isEmpty, "its weight is missing")
        handling.advance(allIsWell)
        handling.notBought("carrierError", .carrier, "Out of order.", allIsWell)
        handling.forget()
        handling.advance(allIsWell)
        #expect(handling.events(ShipmentReady.self).map(\.at) == [handling.now])
        #expect(handling.errands == [.buy])
        // The channel's own label: ready when it is asked for.
        var own = later(ready { $0.take(order(version: 2, shipping: .channel)) })
        own.advance(allIsWell)
        #expect(own.events(ShipmentReady.self).count == 1 && own.events(OrderShip.self).count == 1)
        // A confirmation that is required is no part of the time.
        var waiting = later(ready())
        waiting.advance(
            Circumstances(
                rules: Rules(confirmAboveUnits: 1), isConnected: true, measures: allIsWell.measures,
                origin: allIsWell.origin))
        #expect(waiting.events(ShipmentReady.self).isEmpty)
    }

    @Test("what the channel's warehouse or nobody ships is not ours")
    func notOurs() {
        for order in [order(version: 2, flags: [.fulfilledByChannel]), order(version: 2, shipping: .digital)] {
            let shipment = ready { $0.take(order) }
            #expect(shipment.next(allIsWell) == .nothing)
            #expect(!shipment.isListed)
        }
    }

    @Test("each thing that is missing has its word")
    func missing() {
        var here = allIsWell
        here.isConnected = false
        #expect(ready().next(here) == .wait(.shop))
        here = allIsWell
        here.measures = nil
        #expect(ready().next(here) == .wait(.weight))
        here = allIsWell
        here.origin = nil
        #expect(ready().next(here) == .wait(.origin))
        #expect(ready { $0.shipment.recipient = nil }.next(allIsWell) == .wait(.recipient))
        #expect(ready { $0.shipment.recipient?.isMasked = true }.next(allIsWell) == .wait(.masked))
        #expect(fresh().shipment.next(allIsWell) == .wait(.order))
    }

    @Test("a hidden address waits for a person, who may have it tried as it is, or for another address")
    func hidden() throws {
        var handling = later(ready())
        handling.shipment.recipient?.isMasked = true
        handling.advance(allIsWell)
        #expect(handling.shipment.needsPerson && handling.shipment.record?.waitsFor == "recipient")
        var shown = later(handling.shipment)
        shown.take(recipient(version: 2))
        shown.advance(allIsWell)
        #expect(shown.errands == [.buy])
        try handling.perform(.retry, reason: nil, allIsWell)
        #expect(handling.errands == [.buy])
        // The word was about that address: the next one that is hidden waits again.
        handling.take(recipient(version: 2, isMasked: true))
        handling.advance(allIsWell)
        #expect(handling.shipment.wait == .masked)
    }

    @Test("what is hidden of an address goes to nobody, and without street, town and postal code there is none")
    func hiddenParts() {
        var told = recipient()
        (told.phone, told.state) = ("(+1)555-***-0100", "C*")
        let place = Place(told)
        #expect(place.phone == nil && place.state == nil && place.isUsable)
        told.addressLines = ["500 Pine St", "A** 3"]
        #expect(!Place(told).isUsable)
        told = recipient()
        told.postalCode = "9****"
        #expect(!Place(told).isUsable)
    }

    @Test("the rest of an order that has left in part goes when a person says so, also when a carrier has the first part")
    func rest() throws {
        let units = OrderLine.Units(open: 1, handedOver: 1)
        var handling = later(ready { $0.take(order(version: 2, status: .partiallyShipping, units: units)) })
        handling.shipment.isConfirmed = true
        handling.advance(allIsWell)
        #expect(handling.shipment.wait == .partial && handling.shipment.needsPerson && handling.errands.isEmpty)
        try handling.perform(.confirm, reason: nil, allIsWell)
        #expect(handling.errands == [.buy])
        var cancelled = later(handling.shipment)
        cancelled.take(order(version: 3, status: .partiallyShipping, flags: [.cancelRequested], units: units))
        #expect(cancelled.shipment.next(allIsWell) == .wait(.cancelDecision))
    }

    @Test("stock counts by the versions that it acted on, in whatever order they are told")
    func stock() {
        func shipment(_ take: (inout Handling) -> Void) -> Shipment {
            ready { handling in
                handling.shipment.stock = StockFacts()
                take(&handling)
            }
        }
        let short = StockShort(
            order: Names.order, version: 1, shop: Names.shop, missing: [], unmapped: [], isOversell: true)
        #expect(shipment { _ in }.next(allIsWell) == .wait(.stock))
        #expect(shipment { $0.take(short) }.next(allIsWell) == .wait(.stock))
        // Served later, at the same version of the order; the two may come the other way round.
        #expect(
            shipment {
                $0.take(short); $0.take(reserved())
            }.next(allIsWell) == .buy)
        #expect(
            shipment {
                $0.take(reserved()); $0.take(short)
            }.next(allIsWell) == .buy)
        // Version 2 released something and has not come: it may be a cancel.
        #expect(
            shipment {
                $0.take(reserved()); $0.take(released(version: 2))
            }.next(allIsWell) == .wait(.stock))
        let partial = order(version: 2, units: .init(open: 1, cancelled: 1))
        #expect(
            shipment {
                $0.take(reserved()); $0.take(released(version: 2)); $0.take(partial)
            }.next(allIsWell) == .buy)
    }

    @Test("limits and the switch wait for a person, who may confirm")
    func limits() {
        // Two units for 59.80 less 10.00: 49.80 USD.
        let cases: [(Rules, Wait?)] = [
            (Rules(currency: "USD", confirmAboveMinor: 4_980), nil),
            (Rules(currency: "USD", confirmAboveMinor: 4_979), .value),
            (Rules(confirmAboveUnits: 2), nil), (Rules(confirmAboveUnits: 1), .units),
            (Rules(currency: "EUR", confirmAboveMinor: 1_000_000), .currency),
            (Rules(isAutomationOn: false), .automation),
        ]
        for (rules, wait) in cases {
            var here = allIsWell
            here.rules = rules
            #expect(ready().next(here) == wait.map { .wait($0) } ?? .buy)
            #expect(ready { $0.shipment.isConfirmed = true }.next(here) == .buy)
        }
    }

    @Test("a limit by value counts what is still to be sent, as the limit by units does")
    func openValue() {
        // Six units at 100.00, five of them cancelled: 100.00 is to be sent, below the limit of 500.00.
        var order = order(version: 2, units: .init(open: 1, cancelled: 5))
        (order.lines[0].original, order.lines[0].sellerDiscount) = (60_000, 0)
        var here = allIsWell
        here.rules = Rules(currency: "USD", confirmAboveMinor: 50_000)
        #expect(ready { $0.take(order) }.next(here) == .buy)
        here.rules.confirmAboveMinor = 10_000
        #expect(ready { $0.take(order) }.next(here) == .buy)
        here.rules.confirmAboveMinor = 9_999
        #expect(ready { $0.take(order) }.next(here) == .wait(.value))
        // A third of 1.00 is 0.33 and a bit: nothing slips below a limit by rounding.
        order.lines[0].units = .init(open: 1, cancelled: 2)
        order.lines[0].original = 100
        #expect(order.openValue == 34)
        order.lines[0].original = .max
        order.lines[0].units = .init(open: 1_000_000, cancelled: 1_000_000)
        #expect(order.openValue == .max / 2 + 1)
        order.lines += order.lines
        #expect(order.openValue == .max, "beyond all figures it is the largest of them")
    }

    @Test("a pause and a failure stop everything but a cancel")
    func stopped() {
        #expect(ready { $0.shipment.isPaused = true }.next(allIsWell) == .wait(.paused))
        let trouble = Trouble(reason: "noRates", word: .rates, detail: "No carrier.")
        #expect(ready { $0.shipment.trouble = trouble }.next(allIsWell) == .wait(.trouble(trouble)))
        let cancelled = labelled {
            $0.shipment.isPaused = true; $0.take(order(version: 2, status: .cancelled))
        }
        #expect(cancelled.next(allIsWell) == .void(.cancelled))
    }

    @Test("nothing is bought while a purchase is under way, whatever else is known")
    func underWay() {
        #expect(ready { $0.begin(purchase()) }.next(allIsWell) == .nothing)
        #expect(
            ready {
                $0.begin(purchase()); $0.take(order(version: 2, status: .cancelled))
            }.next(allIsWell) == .nothing)
        #expect(
            ready {
                $0.begin(purchase()); $0.take(recipient(version: 2))
            }.next(allIsWell) == .nothing)
    }

    @Test("what the channel has as shipped is left alone, whoever shipped it")
    func shipped() {
        for status in [OrderStatus.awaitingCollection, .inTransit, .delivered, .completed] {
            #expect(ready { $0.take(order(version: 2, status: status)) }.next(allIsWell) == .nothing)
        }
        #expect(
            ready { $0.take(order(version: 2, units: .init(shipConfirmed: 2))) }.next(allIsWell) == .nothing)
    }

    @Test("the cheapest offer is taken, of the same price the quickest; or the quickest")
    func rules() {
        func offer(_ rate: String, _ cents: Int64, _ days: Int?, _ currency: Contracts.Currency = .usd) -> RateOffer {
            RateOffer(
                rate: rate, carrier: "USPS", service: "", cost: Money(minorUnits: cents, currency: currency), days: days
            )
        }
        let offers = [
            offer("a", 900, 1), offer("b", 500, nil), offer("c", 500, 4), offer("d", 500, 4), offer("e", 1, 9, .eur),
        ]
        #expect(RateRule.cheapest.choose(offers)?.rate == "c")
        #expect(RateRule.fastest.choose(offers)?.rate == "a")
        #expect(RateRule.cheapest.choose([]) == nil)
    }

    @Test("products are packed one upon the other")
    func packing() throws {
        let cup = try #require(Measures(grams: 400, millimetres: [200, 100, 90]))
        let box = try #require(Measures(grams: 50, millimetres: [100, 300, 20]))
        // 2 × 400 + 3 × 50 = 950 g; widest 200 and 300; 2 × 90 + 3 × 20 = 240 mm high.
        let packed = Measures.packed([(cup, 2), (box, 3)])
        #expect(packed == Measures(grams: 950, millimetres: [200, 300, 240]))
        #expect(Measures.packed([(cup, 0)]) == nil)
        #expect(Measures(grams: 0, millimetres: [1, 1, 1]) == nil)
        #expect(Measures(grams: 1, millimetres: [1, 1]) == nil)
    }
}
