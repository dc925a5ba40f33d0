import Contracts
import Foundation
import Postgres

@testable import Inventory

/// Fixed names for the things that tests speak of.
enum Names {
    static let tenant = TenantID(id(1))
    static let other = TenantID(id(2))
    static let shop = ShopID(id(10))
    static let secondShop = ShopID(id(11))
    static let location = LocationID(id(20))
    static let shirt = SKUID(id(30))
    static let mug = SKUID(id(31))
    static let connected = Instant(seconds: 1_760_000_000)
    /// When orders are placed, unless a test says otherwise: 1,000 minutes later.
    static let placed = Instant(seconds: 1_760_060_000)

    static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}

/// An order message about which only what a test cares for need be said.
func order(
    _ id: OrderID, version: Int = 1, shop: ShopID = Names.shop, status: OrderStatus = .awaitingShipment,
    flags: [OrderFlag] = [], paid minute: Int64 = 0, at instant: Instant? = nil, handedOverAt: Instant? = nil,
    warehouse: String? = nil, lines: [OrderLine]
) -> OrderChanged {
    let paid = Instant(milliseconds: Names.placed.milliseconds + 60_000 * minute)
    return OrderChanged(
        order: id, version: version, shop: shop, channelOrder: "5770", status: status,
        channelStatus: "AWAITING_SHIPMENT",
        flags: flags, shipping: .seller, market: "US", channelWarehouse: warehouse, placedAt: paid, paidAt: paid,
        updatedAt: instant ?? paid, currency: Currency.usd, shippingFee: 0, lines: lines, handedOverAt: handedOverAt)
}

/// A line of a listing whose channel SKU is its name.
func line(
    _ channelSKU: String, open: Int = 0, shipConfirmed: Int = 0, handedOver: Int = 0, cancelled: Int = 0
) -> OrderLine {
    OrderLine(
        channelSKU: channelSKU, channelProduct: "product", sellerSKU: channelSKU, title: channelSKU,
        units: .init(open: open, shipConfirmed: shipConfirmed, handedOver: handedOver, cancelled: cancelled),
        isGift: false, original: 1000, sellerDiscount: 0, platformDiscount: 0, tax: 0)
}
