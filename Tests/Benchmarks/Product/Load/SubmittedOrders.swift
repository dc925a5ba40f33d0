import BenchKit
import Contracts
import Foundation

/// The workload's orders as an outside producer tells them, in the platform's own words.
struct SubmittedOrders: Sendable {
    /// Where each tenant of the workload sells.
    let shops: [String: Bazaar.Shop]
    /// When the first was placed; the others follow by a millisecond.
    let beginning: Instant

    /// What a shop offers of the workload: the seller's own names are the workload's SKUs.
    static func wares(_ workload: Workload, of tenant: String) -> [Bazaar.Ware] {
        let prices = workload.orders.reduce(into: [String: Int64]()) { prices, order in
            for line in order.lines where order.tenant == tenant { prices[line.sku] = line.cents }
        }
        return workload.stock.filter { $0.tenant == tenant }.map {
            Bazaar.Ware(code: $0.sku, price: prices[$0.sku] ?? 1000, stock: Int($0.units))
        }
    }

    /// One order; nil where its shop does not offer what it wants.
    func message(_ order: PlacedOrder, number: Int) -> OrderSubmitted? {
        guard let shop = shops[order.tenant] else { return nil }
        var lines: [OrderLine] = []
        for (code, units) in order.need.sorted(by: { $0.key < $1.key }) {
            guard let listing = shop.listings[code], let sold = order.lines.first(where: { $0.sku == code }) else {
                return nil
            }
            lines.append(
                OrderLine(
                    channelSKU: listing.sku, channelProduct: listing.product, sellerSKU: code,
                    title: "Sérum of the sort \(sold.product.suffix(4))",
                    units: OrderLine.Units(open: Int(units)), isGift: false, original: sold.cents * Int64(units),
                    sellerDiscount: 0, platformDiscount: 0, tax: 0))
        }
        let placed = Instant(milliseconds: beginning.milliseconds + Int64(number))
        return OrderSubmitted(
            channelShop: shop.id, channelOrder: order.id, status: .awaitingShipment, placedAt: placed, paidAt: placed,
            updatedAt: placed, shipBy: Instant(milliseconds: placed.milliseconds + 3 * 86_400_000), currency: .usd,
            buyer: "\(order.buyer.number)", lines: lines, recipient: recipient(order.buyer))
    }

    private func recipient(_ buyer: Buyer) -> OrderSubmitted.Recipient {
        OrderSubmitted.Recipient(
            fullName: buyer.name, phone: "+1555\(buyer.number)",
            addressLines: ["\(buyer.number % 200 + 1) High Street"], city: "Austin", state: "TX",
            postalCode: "78701", region: "US")
    }
}
