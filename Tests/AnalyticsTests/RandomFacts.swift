import Contracts
import Foundation

@testable import Analytics

/// Lives of orders by dice, the same for the same seed.
enum RandomFacts {
    /// Messages about one order, in the order in which they might have been made.
    static func make(_ id: OrderID, using dice: inout some RandomNumberGenerator) -> [Fact] {
        let currency = [Currency.usd, .eur, .jpy, .gbp].randomElement(using: &dice) ?? .usd
        let placed = Names.noon.minutes(Int64.random(in: -4_000...4_000, using: &dice))
        var facts = versions(id, currency, placed, &dice)
        for number in 0..<Int.random(in: 0...3, using: &dice) {
            let kinds: [ReturnChanged.Kind] = [.refundOnly, .returnAndRefund, .cancellation, .replacement]
            let states: [ReturnChanged.Status] = [.requested, .completed, .rejected]
            let goods = Int64.random(in: 0...1_500, using: &dice)
            for version in 1...Int.random(in: 1...3, using: &dice) {
                facts.append(
                    .returned(
                        id, "return \(number)", version: version, kind: kinds.randomElement(using: &dice) ?? .other,
                        status: states.randomElement(using: &dice) ?? .other, currency: currency, goods: goods,
                        [
                            ReturnChanged.Line(
                                channelSKU: "mug", units: 1, goodsRefund: goods,
                                channelLines: Bool.random(using: &dice) ? ["dear"] : nil)
                        ]))
            }
        }
        return facts + parcels(id, placed, &dice)
    }

    private static func versions(
        _ id: OrderID, _ currency: Currency, _ placed: Instant, _ dice: inout some RandomNumberGenerator
    ) -> [Fact] {
        let flags =
            [[], [], [], [OrderFlag.sample], [.fulfilledByChannel], [.cashOnDelivery]]
            .randomElement(using: &dice) ?? []
        let states: [OrderStatus] = [
            .awaitingShipment, .partiallyShipping, .awaitingCollection, .inTransit, .cancelled,
        ]
        let units = Int.random(in: 1...4, using: &dice)
        let shop = Bool.random(using: &dice) ? Names.shop : Names.secondShop
        return (1...Int.random(in: 1...5, using: &dice)).map { version in
            let shipped = Int.random(in: 0...units, using: &dice)
            let cancelled = Int.random(in: 0...(units - shipped), using: &dice)
            return .order(
                id, version: version, shop: shop, status: states.randomElement(using: &dice) ?? .other, flags: flags,
                placed: placed, isPaid: version > 1 || Bool.random(using: &dice),
                updated: placed.minutes(Int64(version) * 50), shipBy: placed.hours(20), currency: currency,
                [
                    line(
                        "mug", 997 * Int64(units), sellerDiscount: 50, platformDiscount: 30,
                        open: units - shipped - cancelled, handedOver: shipped, cancelled: cancelled),
                    line(
                        "mug", 1_200, open: shipped > 0 ? 0 : 1, handedOver: shipped > 0 ? 1 : 0, units: ["dear"]),
                    line("pen", 100, open: 1, isGift: true),
                ])
        }
    }

    private static func parcels(
        _ id: OrderID, _ placed: Instant, _ dice: inout some RandomNumberGenerator
    ) -> [Fact] {
        var facts: [Fact] = []
        let shipment = ShipmentID(UUID.v7(milliseconds: UInt64(placed.milliseconds), using: &dice))
        let bought = placed.minutes(Int64.random(in: 0...40, using: &dice))
        if Bool.random(using: &dice) { facts.append(.ready(id, shipment, at: placed.minutes(3))) }
        if Bool.random(using: &dice) {
            facts.append(.bought(id, shipment, Int64.random(in: 300...900, using: &dice), at: bought))
            facts.append(.accepted(id, shipment))
        } else if Bool.random(using: &dice) {
            facts.append(.failed(id, shipment, "badAddress", at: bought))
        }
        if Bool.random(using: &dice) {
            facts.append(.voided(id, shipment, "requested", at: bought.minutes(5)))
            if Bool.random(using: &dice) { facts.append(.voided(id, shipment, "settled", at: bought.minutes(60))) }
        }
        if Bool.random(using: &dice) {
            facts.append(.tracked(id, shipment, "transit", at: bought.hours(2)))
            let end = ["delivered", "returned", "failure", "transit"].randomElement(using: &dice) ?? ""
            facts.append(.tracked(id, shipment, end, at: bought.hours(30)))
        }
        if Int.random(in: 0...5, using: &dice) == 0 { facts.append(.short(id)) }
        return facts
    }
}
