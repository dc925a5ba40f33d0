import Contracts
import Foundation

@testable import Fulfillment

/// The service's, and not what the contracts' ids name.
typealias Shipment = Fulfillment.Shipment

/// Fixed names for the things that tests speak of.
enum Names {
    static let tenant = TenantID(id(1))
    static let other = TenantID(id(2))
    static let shop = ShopID(id(10))
    static let order = OrderID(id(20))
    static let shipment = ShipmentID(id(30))
    /// 2026-01-01T00:00:00Z, as the sandbox's clock stands.
    static let start = Instant(seconds: 1_767_225_600)

    static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}

/// An order message about which only what a test cares for need be said: one line of two units for 49.80 USD.
func order(
    _ id: OrderID = Names.order, version: Int = 1, status: OrderStatus = .awaitingShipment, flags: [OrderFlag] = [],
    shipping: ShippingType = .seller, units: OrderLine.Units = .init(open: 2), product: String = "tumbler",
    channelOrder: String = "577000000000000001", currency: Contracts.Currency = .usd, market: String = "US"
) -> OrderChanged {
    let line = OrderLine(
        channelSKU: "sku", channelProduct: product, sellerSKU: "A", title: "Tumbler", units: units, isGift: false,
        original: 5_980, sellerDiscount: 1_000, platformDiscount: 0, tax: 0)
    return OrderChanged(
        order: id, version: version, shop: Names.shop, channelOrder: channelOrder, status: status,
        channelStatus: status.rawValue, flags: flags, shipping: shipping, market: market, channelWarehouse: "W1",
        placedAt: Names.start, paidAt: Names.start, updatedAt: Names.start, currency: currency, shippingFee: 0,
        lines: [line])
}

/// Where it goes; the sandbox knows the address as a good one.
func recipient(
    _ id: OrderID = Names.order, version: Int = 1, street: String = "500 Pine St", isMasked: Bool = false
) -> RecipientChanged {
    RecipientChanged(
        order: id, version: version, shop: Names.shop, channelOrder: "577000000000000001", fullName: "Ada Demo",
        phone: "+1 555 0100", addressLines: [street], city: "San Francisco", state: "CA", postalCode: "94108",
        region: "US", isMasked: isMasked)
}

func reserved(_ id: OrderID = Names.order, version: Int = 1) -> StockReserved {
    StockReserved(order: id, version: version, shop: Names.shop, lines: [])
}

func released(_ id: OrderID = Names.order, version: Int) -> StockReleased {
    StockReleased(order: id, version: version, shop: Names.shop, lines: [])
}

let warehouse = WarehouseSynced(
    shop: Names.shop, channelWarehouse: "W1", title: "Main", isForSales: true, isDefault: true, isEnabled: true,
    addressLines: ["1200 Market St"], city: "Los Angeles", state: "CA", postalCode: "90012", region: "US",
    phone: "+1 555 0101", contact: "Warehouse")

let product = ProductSynced(
    shop: Names.shop, channelProduct: "tumbler", title: "Tumbler", isActive: true, updatedAt: Names.start,
    readAt: Names.start, weightGrams: 400, dimensionsMillimetres: [200, 100, 90], skus: [])

let connection = ConnectionChanged(
    shop: Names.shop, version: 1, channelShop: "7495", title: "Demo", region: "US", state: .connected,
    connectedAt: Names.start)

/// Everything that a shipment is decided by, as it should be.
let allIsWell = Circumstances(
    rules: Rules(), isConnected: true, measures: Measures(grams: 800, millimetres: [200, 100, 180]),
    origin: Place(warehouse))

/// A shipment that has everything.
func ready(_ change: (inout Handling) -> Void = { _ in }) -> Shipment {
    var handling = fresh()
    handling.take(order())
    handling.take(recipient())
    handling.take(reserved())
    change(&handling)
    return handling.shipment
}

/// A shipment of which nothing is known.
func fresh() -> Handling {
    Handling(
        Shipment(id: Names.shipment, tenant: Names.tenant, order: Names.order, at: Names.start), now: Names.start)
}

/// The same shipment at a later step.
func later(_ shipment: Shipment, seconds: Int64 = 60) -> Handling {
    Handling(shipment, now: Instant(milliseconds: Names.start.milliseconds + 1000 * seconds))
}

let offer = RateOffer(
    rate: "r1", carrier: "USPS", service: "Ground", cost: Money(minorUnits: 523, currency: .usd), days: 4)

func purchase(_ number: UInt8 = 40, version: Int = 1) -> Purchase {
    Purchase(
        attempt: Names.id(number), offer: offer, recipientVersion: version, begunAt: Names.start,
        settledBy: Instant(milliseconds: Names.start.milliseconds + 90_000))
}

/// A shipment with a label, of which the channel is being told.
func labelled(_ change: (inout Handling) -> Void = { _ in }) -> Shipment {
    var handling = later(ready())
    handling.advance(allIsWell)
    handling.begin(purchase())
    handling.bought("t1", tracking: "9400", allIsWell)
    change(&handling)
    return handling.shipment
}

/// The channel's answer, under its own name of the carrier.
func accepted(_ shipment: Shipment, package: String = "1153", label: String? = nil) -> OrderShipAccepted {
    OrderShipAccepted(
        order: shipment.orderID, shipment: shipment.id, channelPackage: package, tracking: shipment.label?.tracking,
        carrier: shipment.label.map { "\($0.carrier) Post" }, labelFile: label)
}

extension Handling {
    /// The events of one kind.
    func events<Body: Message>(_ type: Body.Type) -> [Body] { events.compactMap { $0 as? Body } }
}
