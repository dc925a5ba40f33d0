import Contracts
import Testing

@testable import Fulfillment

/// Purchases of which nobody can tell what became of them.
struct DoubtTests {
    private static let gap: Int64 = 30_000
    private static let patience: Int64 = 900_000

    /// A purchase without an answer; its books are to be believed from 90 seconds on.
    private let open = ready { handling in
        handling.advance(allIsWell)
        handling.begin(purchase())
        handling.unanswered()
    }

    /// Looked for twice, half a minute apart, in vain.
    private func lost(_ shipment: Shipment, from seconds: Int64) -> Handling {
        var first = later(shipment, seconds: seconds)
        first.absent(gap: Self.gap, allIsWell)
        var second = later(first.shipment, seconds: seconds + 30)
        second.absent(gap: Self.gap, allIsWell)
        return second
    }

    private func doubted(at seconds: Int64) -> Handling {
        var handling = later(open, seconds: seconds)
        handling.doubted(patience: Self.patience)
        return handling
    }

    @Test("five purchases in nobody's books are enough: then nothing is bought before a person says so")
    func bound() throws {
        var shipment = open
        for count in 1...4 {
            let next = lost(shipment, from: Int64(count) * 200)
            #expect(next.errands == [.buy] && next.shipment.lostPurchases == count)
            var begun = later(next.shipment, seconds: Int64(count) * 200 + 40)
            begun.begin(purchase(UInt8(40 + count)))
            shipment = begun.shipment
        }
        var label = later(shipment, seconds: 990)
        label.bought("t1", tracking: "9400", allIsWell)
        #expect(label.shipment.lostPurchases == nil, "only a row of them is suspicious")

        let end = lost(shipment, from: 1000)
        #expect(end.errands.isEmpty && end.shipment.purchase == nil)
        #expect(end.shipment.needsPerson && end.shipment.record?.waitsFor == "carrier")
        #expect(end.events(LabelFailed.self).map(\.reason) == ["carrierError"])
        var retry = later(end.shipment, seconds: 2000)
        try retry.perform(.retry, reason: nil, allIsWell)
        #expect(retry.errands == [.buy] && retry.shipment.lostPurchases == nil)
    }

    @Test("what the books leave open for a quarter of an hour is told to a person, once")
    func told() {
        // 90 seconds until they should tell, 900 of patience.
        #expect(doubted(at: 989).shipment == open)
        var handling = doubted(at: 990)
        #expect(handling.shipment.needsPerson && handling.shipment.state == .unknownPurchase)
        #expect(handling.shipment.record?.waitsFor == "carrier")
        #expect(handling.shipment.record?.sentence?.contains("a retry buys another one") == true)
        handling.doubted(patience: Self.patience)
        #expect(handling.events(ActionTaken.self).map(\.action) == ["purchaseDoubtful"])
        #expect(handling.errands.isEmpty && handling.shipment.purchase != nil, "nothing is bought over it")
    }

    @Test("a person was told: the label that is found, or its certain absence, ends that like any other purchase")
    func ends() {
        var found = later(doubted(at: 990).shipment, seconds: 1000)
        found.bought("t1", tracking: "9400", allIsWell)
        #expect(found.shipment.trouble == nil && found.events(OrderShip.self).count == 1)
        let absent = lost(doubted(at: 990).shipment, from: 1000)
        #expect(absent.shipment.trouble == nil && absent.errands == [.buy])
    }

    @Test("a person who has looked may buy another one, and the old one is a duplicate should it appear")
    func retried() throws {
        var handling = later(doubted(at: 990).shipment, seconds: 1000)
        try handling.perform(.retry, reason: "not at the carrier's", allIsWell)
        #expect(handling.errands == [.buy] && handling.shipment.purchase == nil)
        #expect(!handling.shipment.owns(purchase().attempt))
        var early = later(open, seconds: 100)
        #expect(throws: NotNow.nothingFailed) { try early.perform(.retry, reason: nil, allIsWell) }
    }

    @Test("of a cancelled order it needs a person all the same, whose retry gives it up and buys nothing")
    func cancelled() throws {
        var early = later(open, seconds: 100)
        early.take(order(version: 2, status: .cancelled))
        early.advance(allIsWell)
        #expect(!early.shipment.needsPerson, "it may still be found")
        #expect(throws: NotNow.gone) { try early.perform(.retry, reason: nil, allIsWell) }

        var late = later(early.shipment, seconds: 990)
        late.doubted(patience: Self.patience)
        #expect(late.shipment.state == .cancelled && late.shipment.needsPerson && late.errands.isEmpty)
        #expect(late.shipment.record?.waitsFor == "carrier")
        #expect(late.shipment.record?.sentence?.contains("gives the purchase up and buys nothing") == true)
        for act in ShipmentAct.Act.allCases where act != .retry {
            #expect(throws: NotNow.gone) { try late.perform(act, reason: nil, allIsWell) }
        }

        var ended = later(late.shipment, seconds: 1000)
        try ended.perform(.retry, reason: "not at the carrier's", allIsWell)
        #expect(ended.shipment.purchase == nil && ended.errands.isEmpty && !ended.shipment.needsPerson)
        #expect(ended.shipment.state == .cancelled && ended.shipment.record?.sentence == nil)
        #expect(ended.events(ActionTaken.self).map(\.action) == ["purchaseGivenUp"])
        #expect(throws: NotNow.gone, "once") { try ended.perform(.retry, reason: nil, allIsWell) }
        // No label is lost: what appears after all is nobody's, and refunded.
        #expect(!ended.shipment.owns(purchase().attempt))
        ended.giveUpDuplicate("t1", attempt: purchase().attempt, tracking: "9400")
        #expect(ended.errands == [.refund(transaction: "t1")])
        #expect(ended.events(LabelVoided.self).map(\.cost) == [offer.cost])
    }

    @Test(
        "an order that ends after a person was told says in what the person reads that nothing is bought",
        arguments: [OrderStatus.cancelled, .awaitingCollection])
    func overtaken(status: OrderStatus) {
        var handling = later(doubted(at: 990).shipment, seconds: 1000)
        handling.take(order(version: 2, status: status))
        handling.advance(allIsWell)
        #expect(handling.shipment.needsPerson && handling.shipment.purchase != nil)
        #expect(handling.shipment.record?.sentence?.contains("buys nothing") == true)
    }

    @Test("whatever a carrier says can be saved and told")
    func words() {
        var handling = later(open, seconds: 100)
        handling.notBought("carrierError", .carrier, "no\u{0}" + String(repeating: "x", count: 1000), allIsWell)
        let kept = "no\u{FFFD}" + String(repeating: "x", count: 497)
        #expect(handling.shipment.trouble?.detail == kept)
        #expect(handling.log.last?.sentence == kept)
        #expect(handling.events(LabelFailed.self).map(\.detail) == [kept])
    }
}
