import Contracts
import Foundation
import Testing

@testable import Shopos

/// What is a difference, and which command it leads to.
struct CheckTests {
    private let tenant = TenantID(UUID.v7())
    private let order = OrderID.mint().description

    private func accepted(
        version: Int = 3, pending: Int = 0, handedOver: Int = 0, isOurs: Bool = true
    ) -> FactBook {
        FactBook([
            KnownFact(
                tenant: tenant, key: order,
                figures: ["version": version, "pending": pending, "handedOver": handedOver],
                words: ["status": "awaitingShipment", "isOurs": isOurs ? "true" : "false"])
        ])
    }

    private func stock(version: Int = 3, _ state: String, handedOver: Int = 0) -> FactBook {
        FactBook([
            KnownFact(
                tenant: tenant, key: order, figures: ["version": version, "handedOver": handedOver],
                words: ["state": state])
        ])
    }

    @Test(
        "states that an order's units allow are no differences",
        arguments: [
            (2, 0, true, "reserved"), (2, 0, true, "waiting"), (1, 1, true, "reserved"), (0, 2, true, "deducted"),
            (0, 0, true, "released"), (2, 0, false, "notOurs"), (0, 2, false, "notOurs"),
        ])
    func allowedStates(pending: Int, handedOver: Int, isOurs: Bool, state: String) {
        let found = Check.orders(
            accepted(pending: pending, handedOver: handedOver, isOurs: isOurs),
            stock: stock(state, handedOver: isOurs ? handedOver : 0))
        #expect(found.isEmpty, "\(found)")
    }

    @Test(
        "any other state is one",
        arguments: [
            (2, 0, true, "released"), (2, 0, true, "deducted"), (0, 2, true, "reserved"), (0, 0, true, "deducted"),
            (0, 0, true, "unseen"), (2, 0, false, "reserved"), (2, 0, true, "notOurs"),
        ])
    func anyOtherState(pending: Int, handedOver: Int, isOurs: Bool, state: String) {
        let found = Check.orders(
            accepted(pending: pending, handedOver: handedOver, isOurs: isOurs),
            stock: stock(state, handedOver: isOurs ? handedOver : 0))
        #expect(found.map(\.rule) == [.orderStock])
        #expect(found.first?.repair == "shopos repair order \(order)", "it is decided anew from the order")
    }

    @Test("an order without a stock state, or with one of an older version, is told again")
    func orderWithoutStock() {
        let missing = Check.orders(accepted(pending: 1), stock: FactBook([]))
        #expect(missing.map(\.repair) == ["shopos resend order \(order)"])
        let behind = Check.orders(accepted(version: 3, pending: 1), stock: stock(version: 2, "released"))
        #expect(behind.map(\.repair) == ["shopos resend order \(order)"])
        let ahead = Check.orders(accepted(version: 2, pending: 1), stock: stock(version: 3, "reserved"))
        #expect(ahead.map(\.repair) == ["shopos repair order \(order)"])
        let strange = Check.orders(FactBook([]), stock: stock("reserved"))
        #expect(strange.map(\.repair) == ["shopos trace \(order)"])
    }

    @Test("no parcel waits for stock that is reserved, or for a recipient that was told")
    func parcels() {
        func waits(for word: String) -> FactBook {
            FactBook([KnownFact(tenant: tenant, key: order, words: ["waitsFor": word])])
        }
        func recipient(_ word: String?) -> FactBook {
            FactBook([KnownFact(tenant: tenant, key: order, words: word.map { ["recipient": $0] } ?? [:])])
        }
        let (nothing, told) = (FactBook([]), recipient("told"))
        #expect(Check.parcels(waits(for: "stock"), orders: told, stock: stock("waiting")).isEmpty)
        #expect(Check.parcels(waits(for: "stock"), orders: told, stock: nothing).isEmpty)
        #expect(Check.parcels(waits(for: "recipient"), orders: recipient(nil), stock: stock("reserved")).isEmpty)
        let stuck = Check.parcels(waits(for: "stock"), orders: told, stock: stock("reserved"))
        #expect(stuck.map(\.repair) == ["shopos repair order \(order)"] && stuck.map(\.rule) == [.parcels])
        let unknown = Check.parcels(waits(for: "recipient"), orders: told, stock: stock("reserved"))
        #expect(unknown.map(\.repair) == ["shopos resend order \(order)"])
    }

    @Test("what is handed over must have left the books")
    func handedOverLeft() {
        let found = Check.orders(accepted(handedOver: 2), stock: stock("deducted", handedOver: 1))
        #expect(found.map(\.rule) == [.handedOver])
        #expect(found.first?.sentence == "2 units are handed over, 1 have left the books.")
    }

    @Test("the same order of two brands is two orders")
    func sameOrderTwo() {
        let other = FactBook([KnownFact(tenant: TenantID(UUID.v7()), key: order, figures: ["version": 3])])
        #expect(Check.orders(accepted(pending: 1), stock: other).count == 2)
    }

    @Test("a level tells each way in which it is not its ledger")
    func levelTellsEach() {
        let figures = [
            "onHand": 10, "reserved": 3, "held": 0, "onHandMoved": 9, "reservedMoved": 3, "heldMoved": 0,
            "reservedNeeded": 2, "heldByHolds": 0,
        ]
        let found = Check.ledger([KnownFact(tenant: tenant, key: "s/l", figures: figures, words: ["code": "TUMBLER"])])
        #expect(found.map(\.subject) == ["TUMBLER"])
        #expect(
            found.first?.sentence
                == "The level is not its ledger: on hand is 10, by its moves 9, reserved is 3, by its orders 2.")
    }

    @Test("a listing whose reserved units are not those of its orders makes a level one that is not its ledger")
    func levelTellsListings() {
        let figures = ["onHand": 10, "onHandMoved": 10, "listingsWrong": 2]
        let found = Check.ledger([KnownFact(tenant: tenant, key: "s/l", figures: figures, words: ["code": "MUG"])])
        #expect(found.map(\.repair) == ["shopos repair level --tenant \(tenant) MUG"])
        #expect(
            found.first?.sentence == "The level is not its ledger: "
                + "of 2 listings other units are kept as reserved than orders have.")
    }

    /// Q = max(0, limit − max(C, own)); C: what the channel has committed.
    @Test(
        "a channel shows what it should",
        arguments: [
            (10, 2, 8, 2, true), (10, 2, 7, 3, true), (10, 3, 7, 2, true), (-5, 0, 0, 0, true), (10, 2, 9, 2, false),
            (0, 0, 1, 0, false), (200_000, 0, 99_999, 0, true),
        ])
    func channelShowsShould(limit: Int, own: Int, available: Int, committed: Int, isRight: Bool) {
        let offers = FactBook([KnownFact(tenant: tenant, key: "a/b/c", figures: ["limit": limit, "own": own])])
        let shown = FactBook([
            KnownFact(tenant: tenant, key: "a/b/c", figures: ["available": available, "committed": committed])
        ])
        let found = Check.channels(offers: offers, shown: shown)
        #expect(found.isEmpty == isRight, "\(found)")
        #expect(found.allSatisfy { $0.repair == "shopos resend stock --tenant \(tenant)" })
        #expect(Check.channels(offers: offers, shown: FactBook([])).isEmpty, "what is not listed cannot be sold")
    }

    @Test("what a channel does not show is counted apart, and what nobody knows of is told once per listing")
    func channelListings() {
        func fact(_ key: String, _ available: Int = 0) -> KnownFact {
            KnownFact(tenant: tenant, key: key, figures: ["available": available])
        }
        func key(_ subject: String) -> FactBook.Key { FactBook.Key(tenant: tenant, subject: subject) }
        let offers = FactBook([fact("a/1/w"), fact("a/2/w"), fact("a/3/w"), fact("b/1/w")])
        // 1 and 2 are shown; of 7 there are 3 + 4 in two warehouses; of 8 there is nothing left to sell.
        let shown = FactBook([
            fact("a/1/w", 5), fact("a/2/x", 5), fact("a/2/w"), fact("a/7/w", 3), fact("a/7/x", 4), fact("a/8/w"),
            fact("a/9/w", 1),
        ])
        #expect(Check.compared(offers: offers, shown: shown) == 2)
        #expect(Check.unseen(offers: offers, shown: shown, missed: []) == 2)
        #expect(Check.unseen(offers: offers, shown: shown, missed: [key("b")]) == 1, "shop b could not be read")
        let strange = Check.strange(offers: offers, shown: shown)
        #expect(strange == [key("a/7"): 7, key("a/9"): 1])
        let found = Check.unknown(strange, known: [key("a/9")])
        #expect(found.map(\.subject) == ["a/7"] && found.map(\.rule) == [.channelStock])
        #expect(found.first?.sentence.hasPrefix("The channel sells 7 units of a listing") == true)
    }

    @Test(
        "only what reconciling gives back is told with it; what is on its way is not told",
        arguments: [
            ("none", "shopos work hurry --service fulfillment --kind labels.reconcile"), ("kept", "shopos trace o"),
            ("tooOld", "shopos trace o"), ("unknownShipment", "shopos failures list --service fulfillment"),
            ("underWay", nil), ("refunding", nil),
        ])
    func labelOwners(owner: String, repair: String?) {
        let words = ["shipment": "s1", "owner": owner, "order": "o"]
        let found = Check.labels([], purchases: [KnownFact(tenant: .platform, key: "p1", words: words)])
        #expect(found.map(\.repair) == [repair].compactMap { $0 })
    }

    @Test("a purchase that cannot be read may be the one of a label")
    func labelsUnread() {
        let kept = KnownFact(tenant: tenant, key: "p1", words: ["order": order])
        #expect(Check.labels([kept], purchases: [], unread: ["p1"]).isEmpty)
        #expect(Check.labels([kept], purchases: [], unread: ["p2"]).map(\.subject) == ["p1"])
    }

    @Test("labels and purchases name each other")
    func labelsPurchasesName() {
        let kept = KnownFact(tenant: tenant, key: "p1", words: ["order": order])
        let lost = KnownFact(tenant: tenant, key: "p2", words: ["order": order])
        let sold = KnownFact(tenant: .platform, key: "p1", words: ["shipment": "s1"])
        let orphan = KnownFact(tenant: .platform, key: "p3", words: ["shipment": "s3"])
        #expect(Check.labels([kept], purchases: [sold]).isEmpty)
        let found = Check.labels([kept, lost], purchases: [sold, orphan])
        #expect(found.map(\.subject) == ["p2", "p3"])
        #expect(
            found.map(\.repair) == [
                "shopos trace \(order)", "shopos work hurry --service fulfillment --kind labels.reconcile",
            ])
    }

    @Test("labels from before the oldest purchase that was read are nobody's to judge")
    func labelsBeforeOldest() {
        func label(_ key: String, at seconds: Int64) -> KnownFact {
            KnownFact(tenant: tenant, key: key, words: ["order": order], at: Instant(seconds: seconds))
        }
        // Purchases go back to 10:00 of a day; an hour later a label must be among them.
        let (hour, since) = (Int64(3600), Instant(seconds: 10 * 3600))
        let labels = [label("old", at: 9 * hour), label("edge", at: 11 * hour - 1), label("new", at: 11 * hour)]
        let found = Check.labels(labels, purchases: [], since: since)
        #expect(found.map(\.subject) == ["new"])
        #expect(Check.labels(labels, purchases: []).count == 3, "all of them were read")
        let sold = KnownFact(tenant: .platform, key: "old", words: [:])
        #expect(Check.labels(labels, purchases: [sold], since: since).map(\.subject) == ["new"], "it has its shipment")
    }

    @Test("what differs is the answer, whatever could not be compared; that is named below the table")
    func reports() {
        let known = CheckReport.Scope(rule: .ledger, compared: 3, differences: 1, trouble: nil)
        let silent = CheckReport.Scope(rule: .labels, compared: 0, differences: 0, trouble: "no answer.")
        let missed = MissedFacts(tenant: tenant, subject: "shop-1", reason: "the seller has not granted it")
        let partial = CheckReport.Scope(
            rule: .channelStock, compared: 5, differences: 0, trouble: nil, notes: ["7 offers are not shown"],
            missed: [missed])
        let one = Difference(rule: .ledger, tenant: tenant, subject: "MUG", sentence: "No.", repair: "shopos status")
        func status(_ scopes: [CheckReport.Scope], _ differences: [Difference] = []) -> Int32 {
            CheckReport(rules: scopes, differences: differences, at: Instant(seconds: 0)).status.rawValue
        }
        #expect(status([known, silent, partial], [one]) == 1 && status([silent]) == 69 && status([partial]) == 69)
        var whole = partial
        whole.missed = []
        #expect(status([whole]) == 0, "what is left out for a good reason is no trouble")
        let report = CheckReport(rules: [partial], differences: [], at: Instant(seconds: 0))
        let text = report.text(Style(hasColours: false))
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[1].contains("incomplete"), "\(text)")
        #expect(lines[2] == "channelStock: 7 offers are not shown.")
        #expect(
            lines[3] == "channelStock: without shop-1 of tenant \(tenant): the seller has not granted it.", "\(text)")
    }

    @Test("how far back orders are compared is told of both of their rules")
    func sinceTold() {
        let since = Instant(seconds: 1_800_000_000)
        let scopes = [Difference.Rule.orderStock, .labels].map {
            CheckReport.Scope(rule: $0, compared: 1, differences: 0, trouble: nil, since: since)
        }
        let text = CheckReport(rules: scopes, differences: [], at: since).text(Style(hasColours: false))
        #expect(text.contains("ok, of those open or changed since \(since)"), "\(text)")
        #expect(text.contains("ok, since \(since) alone"), "\(text)")
    }
}
