import Contracts
import Foundation

@testable import Analytics

/// Fixed names for the things that tests speak of.
enum Names {
    static let tenant = TenantID(id(1))
    static let other = TenantID(id(2))
    static let shop = ShopID(id(10))
    static let secondShop = ShopID(id(11))
    /// Monday, 5 January 2026, noon in UTC.
    static let noon = Instant(seconds: 1_767_614_400)

    static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    static func order(_ number: UInt8) -> OrderID { OrderID(id(100 + number)) }
    static func shipment(_ number: UInt8) -> ShipmentID { ShipmentID(id(200 + number)) }
}

extension Instant {
    /// An instant by its ISO 8601 text.
    init(_ text: String) throws {
        self.init(try Date(text, strategy: .iso8601))
    }

    /// So many minutes later, or earlier.
    func minutes(_ count: Int64) -> Instant { Instant(milliseconds: milliseconds + count * 60_000) }
    func hours(_ count: Int64) -> Instant { minutes(60 * count) }
    func days(_ count: Int64) -> Instant { hours(24 * count) }
}

/// A line, about which only what a test cares for need be said; amounts are totals of the line.
func line(
    _ sku: String = "mug", _ original: Int64 = 1_000, sellerDiscount: Int64 = 0, platformDiscount: Int64 = 0,
    open: Int = 0, shipConfirmed: Int = 0, handedOver: Int = 0, cancelled: Int = 0, outOfStock: Int? = nil,
    isGift: Bool = false, units: [String] = []
) -> OrderLine {
    OrderLine(
        channelSKU: sku, channelProduct: "product of \(sku)", sellerSKU: sku, title: sku.capitalized,
        channelLines: units,
        units: .init(
            open: open, shipConfirmed: shipConfirmed, handedOver: handedOver, cancelled: cancelled,
            outOfStock: outOfStock),
        isGift: isGift, original: original, sellerDiscount: sellerDiscount, platformDiscount: platformDiscount, tax: 0)
}

extension Fact {
    /// An order; paid when it was placed unless said otherwise.
    static func order(
        _ id: OrderID, version: Int = 1, shop: ShopID = Names.shop, status: OrderStatus = .awaitingShipment,
        flags: [OrderFlag] = [], shipping: ShippingType = .seller, placed: Instant = Names.noon,
        isPaid: Bool = true, updated: Instant? = nil, handedOver: Instant? = nil, shipped: Instant? = nil,
        shipBy: Instant? = nil,
        currency: Currency = .usd, _ lines: [OrderLine]
    ) -> Fact {
        .order(
            OrderChanged(
                order: id, version: version, shop: shop, channelOrder: "5764", status: status,
                channelStatus: status.rawValue, flags: flags, shipping: shipping, market: "US", placedAt: placed,
                paidAt: isPaid ? placed : nil, updatedAt: updated ?? placed, shipBy: shipBy, currency: currency,
                shippingFee: 0, lines: lines, handedOverAt: handedOver, shippedAt: shipped))
    }

    /// A cancellation or return.
    static func returned(
        _ order: OrderID, _ id: String = "return", version: Int = 1, kind: ReturnChanged.Kind = .returnAndRefund,
        status: ReturnChanged.Status = .completed, by: String = "buyer", currency: Currency = .usd,
        goods: Int64 = 0, _ lines: [ReturnChanged.Line] = []
    ) -> Fact {
        .returned(
            ReturnChanged(
                channelReturn: id, version: version, order: order, shop: Names.shop, channelOrder: "5764", kind: kind,
                status: status, channelStatus: status.rawValue, requestedBy: by, requestedAt: Names.noon,
                updatedAt: Names.noon, currency: currency, lines: lines, goodsRefund: goods, shippingRefund: 700,
                taxRefund: 300))
    }

    static func bought(
        _ order: OrderID, _ shipment: ShipmentID, _ cost: Int64 = 500, _ currency: Currency = .usd,
        tracking: String = "1Z", at: Instant
    ) -> Fact {
        .labelBought(
            LabelBought(
                shipment: shipment, order: order, shop: Names.shop, carrier: "ups", service: "ground",
                tracking: tracking, cost: Money(minorUnits: cost, currency: currency), at: at))
    }

    static func ready(_ order: OrderID, _ shipment: ShipmentID, at: Instant) -> Fact {
        .ready(ShipmentReady(shipment: shipment, order: order, shop: Names.shop, at: at))
    }

    static func voided(
        _ order: OrderID, _ shipment: ShipmentID, _ refund: String, reason: String = "cancelled",
        tracking: String? = nil, cost: Int64? = nil, at: Instant
    ) -> Fact {
        .labelVoided(
            LabelVoided(
                shipment: shipment, order: order, shop: Names.shop, reason: reason, refund: refund, at: at,
                tracking: tracking, cost: cost.map { Money(minorUnits: $0, currency: .usd) }))
    }

    static func failed(_ order: OrderID, _ shipment: ShipmentID, _ reason: String, at: Instant) -> Fact {
        .labelFailed(
            LabelFailed(shipment: shipment, order: order, shop: Names.shop, reason: reason, detail: "", at: at))
    }

    static func accepted(_ order: OrderID, _ shipment: ShipmentID) -> Fact {
        .shipAccepted(OrderShipAccepted(order: order, shipment: shipment, channelPackage: "P"))
    }

    static func tracked(
        _ order: OrderID, _ shipment: ShipmentID, _ status: String, from: Instant? = nil, at: Instant
    ) -> Fact {
        .tracked(
            ShipmentTracked(
                shipment: shipment, order: order, shop: Names.shop, status: status, at: at, handedOverAt: from))
    }

    static func delivered(_ order: OrderID, _ shipment: ShipmentID, from: Instant?, at: Instant) -> Fact {
        .delivered(
            ShipmentDelivered(
                shipment: shipment, order: order, shop: Names.shop, handedOverAt: from, deliveredAt: at))
    }

    static func short(_ order: OrderID, version: Int = 1, isOversell: Bool = true, skus: Int = 1) -> Fact {
        let missing = (0..<skus).map { number in
            StockLine(
                sku: SKUID(Names.id(UInt8(30 + number))), code: "sku", location: LocationID(Names.id(20)), units: 1)
        }
        return .short(
            StockShort(order: order, version: version, shop: Names.shop, missing: missing, isOversell: isOversell))
    }

    /// The example order of the channel's documentation: two tumblers at 24.90 less 2.00 by the seller and 1.00 by the
    /// platform each, one brush at 12.50 less 0.50 by the platform.
    static func reference(_ id: OrderID, version: Int = 1, placed: Instant = Names.noon) -> Fact {
        .order(
            id, version: version, placed: placed,
            [
                line("tumbler", 4_980, sellerDiscount: 400, platformDiscount: 200, open: 2),
                line("brush", 1_250, platformDiscount: 50, open: 1),
            ])
    }
}
