import Foundation
import TestKit
import Testing

@testable import ProductDriver

@Suite("Fairness")
struct FairnessTests {
    private static func waits(_ slowest: Double) -> Waits {
        Waits(
            (1...100).map { number in
                Waits.Row(
                    order: "\(number)", rung: 0, source: "webhook", kept: 0, read: 0,
                    reserved: number < 99 ? 0.5 : slowest)
            }, sales: Dictionary(uniqueKeysWithValues: (1...100).map { ("\($0)", 0) }))
    }

    /// 99 of a hundred are reserved within the last but one of the waits: 4.5 / 1.5 = 3, 4.6 / 1.5 > 3, and 5 is not
    /// less than 5.
    @Test(
        "others must be reserved in time, and within three times what they need without the burst",
        arguments: [(1.5, 4.5, 0), (1.5, 4.6, 1), (4, 5, 1), (1, 6, 2)])
    func verdict(before: Double, after: Double, count: Int) {
        #expect(Fairness.verdict(Self.waits(before), Self.waits(after)).count == count)
    }

    @Test("with nothing reserved nothing is fair")
    func nothing() {
        #expect(Fairness.verdict(Waits([], sales: [:]), Self.waits(1)).count == 1)
    }

    /// Of the first order: 11 − 10, 12 − 11, 13 − 12, since the sale 13 − 9. The second came by the poll, so its sale
    /// counts in place of a webhook: 24 − 20. The third is nobody's of ours.
    @Test("an order waits from its webhook, and from its sale where the poll was first")
    func waits() {
        let rows = [
            Waits.Row(order: "a", rung: 10, source: "webhook", kept: 11, read: 12, reserved: 13),
            Waits.Row(order: "b", rung: 21.5, source: "poll", kept: 21.7, read: 22, reserved: 24),
            Waits.Row(order: "c", rung: 1, source: "webhook", kept: 1, read: 2, reserved: 3),
        ]
        let waits = Waits(rows, sales: ["a": 9, "b": 20])
        #expect(waits.whole == [3, 4] && waits.sinceSale == [4, 4] && waits.polled == 1)
        #expect(waits.lane == [1] && waits.work == [1] && waits.stock == [1, 2])
        #expect(
            waits.longest(1, since: Date(timeIntervalSince1970: 18))
                == ["  4.00 s = – + – + 2.00, rung after 2.0 s"])
    }

    /// 0x0189_0000_0000 = 1,687,922,147,328 ms; the id has them in front.
    @Test("a row's id says when the webhook came")
    func row() throws {
        let texts = [
            "7", "01890000-0000-7000-8000-000000000000", "webhook", "1687922148", "1687922148.5", "1687922149",
        ]
        let row = try #require(Waits.Row(texts))
        #expect(row.rung == 1_687_922_147.328 && row.kept == 1_687_922_148)
        #expect(row.read == 1_687_922_148.5 && row.reserved == 1_687_922_149)
        #expect(Waits.Row(["7", "no id", "webhook", "1", "2", "3"]) == nil)
        #expect(Waits.Row(["7", "01890000-0000-7000-8000-000000000000", "poll", "", "2", ""]) == nil)
        #expect(Waits.Row(["7", "01890000-0000-7000-8000-000000000000", "poll", "", "2", "3"])?.kept == nil)
    }

    /// (2 + 4) / 2, (0 + 1) / 2, (1 + 1) / 2; 4 + 1 + 1 at most.
    @Test("whose work is in hand is told as a mean, and how much it was at most")
    func hands() {
        let hands = Hands(looks: [.init(star: 2, late: 0, others: 1), .init(star: 4, late: 1, others: 1)])
        #expect(hands.note.hasSuffix("3.0 of the burst's tenant, 0.5 of the past's, 1.0 of the others; at most 6"))
    }

    /// 25 orders in 10 shops: five sell 3, five 2; 0.7 of 3 is 2.1, of 2 is 1.4.
    @Test("most of a burst is for the viral SKU, as far as the shelves go")
    func shares() {
        let shares = Burst.shares(25, shops: 10, of: 500)
        #expect(shares.map(\.viral) == [2, 2, 2, 2, 2, 1, 1, 1, 1, 1])
        #expect(shares.reduce(0) { $0 + $1.viral + $1.plain } == 25)
        #expect(Burst.shares(2000, shops: 1, of: 500).map { [$0.viral, $0.plain] } == [[500, 1500]])
    }

    @Test("the webhooks of a burst ring once for each order, by turns of its shops")
    func signed() throws {
        let shops = ["S1", "S2"].map { Bazaar.Shop(id: $0, listings: [:]) }
        let posts = Burst.signed([["a", "b"], ["c"]], of: shops, secret: "secret")
        let bodies = try posts.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.body.utf8)) }
        #expect(bodies.map { $0["data"]["order_id"].text } == ["a", "c", "b"])
        #expect(bodies.map { $0["shop_id"].text } == ["S1", "S2", "S1"])
        #expect(Set(bodies.compactMap { $0["tts_notification_id"].text }).count == 3)
    }

    @Test("of the viral SKU as many orders have their unit as there are units, and the others wait")
    func units() {
        #expect(FairnessTruth.differences([500, 508, 1008, 500], sold: 1008, units: 500).isEmpty)
        #expect(FairnessTruth.differences([70, 0, 70, 70], sold: 70, units: 500).isEmpty)
        #expect(FairnessTruth.differences([501, 507, 1008, 501], sold: 1008, units: 500).count == 1)
        #expect(FairnessTruth.differences([], sold: 1, units: 500).count == 1)
    }
}
