public import Contracts

/// What the newest version of an order says, as far as figures need it.
public struct SoldOrder: Codable, Hashable, Sendable {
    /// The version that it is.
    public let version: Int
    /// The connected shop.
    public let shop: ShopID
    /// Of all its amounts.
    public let currency: Currency
    /// When the buyer placed it.
    public let placedAt: Instant
    /// When it was paid; nil until then.
    public let paidAt: Instant?
    /// Paid to the carrier at the door.
    public let isCashOnDelivery: Bool
    /// Why it exists.
    public let purpose: OrderPurpose
    /// The channel's own warehouse ships it.
    public let isFulfilledByChannel: Bool
    /// Who buys the label.
    public let shipping: ShippingType
    /// How far it is.
    public let status: OrderStatus
    /// When it has to be shipped (metric 24): the channel's time, else two business days after payment.
    public let shipBy: Instant?
    /// What it consists of.
    public let lines: [SoldLine]

    /// Reads a message, and refuses what cannot be true.
    ///
    /// - Parameter zone: of the shop's days, for the channel's missing ship-by.
    public init(_ message: OrderChanged, zone: Zone) throws(Absurdity) {
        guard message.version > 0 else { throw Absurdity(field: "version") }
        guard message.lines.count <= Believable.lines else { throw Absurdity(field: "lines") }
        var lines: [SoldLine] = []
        for (index, line) in message.lines.enumerated() {
            lines.append(try SoldLine(line, isCancelled: message.status == .cancelled, "lines[\(index)]"))
        }
        try Believable.check(units: lines.reduce(0) { $0 + $1.ordered }, "lines")
        version = message.version
        shop = message.shop
        currency = message.currency
        placedAt = message.placedAt
        paidAt = message.paidAt
        isCashOnDelivery = message.flags.contains(.cashOnDelivery)
        purpose = OrderPurpose(message.flags)
        isFulfilledByChannel = message.flags.contains(.fulfilledByChannel)
        shipping = message.shipping
        status = message.status
        self.lines = lines
        let paid = purpose == .sale && isCashOnDelivery ? placedAt : paidAt
        shipBy = ShipBy.deadline(
            readyToShipSLA: message.shipBy?.date, shippingDue: nil, paidTime: paid?.date, zone: zone
        ).map { Instant($0) }
    }

    /// The instant under which it is counted (metric 1); nil when it is no paid order.
    public var paidTime: Instant? { facts([]).paidTime.map { Instant($0) } }

    /// The instant whose day's exchange rates hold for all its amounts.
    public var datedBy: Instant { paidTime ?? placedAt }

    /// Units that are shipped, by what their lines have in common; nothing where none is.
    func shipped(by name: (SoldLine) -> String) -> [String: Int] {
        lines.reduce(into: [:]) { shipped, line in
            if line.shipped > 0 { shipped[name(line), default: 0] += line.shipped }
        }
    }

    /// The order for the formulas, with these units.
    public func facts(_ units: [UnitFacts]) -> OrderFacts {
        OrderFacts(
            createdAt: placedAt.date, paidAt: paidAt?.date, isCashOnDelivery: isCashOnDelivery, purpose: purpose,
            currency: currency, units: units)
    }
}

/// One thing sold; amounts are totals over its units, in minor units of the order's currency.
public struct SoldLine: Codable, Hashable, Sendable {
    /// The channel's id of the listing.
    public let channelSKU: String
    /// Empty where the channel names none.
    public let channelProduct: String
    /// What people call it.
    public let title: String
    /// Added for free.
    public let isGift: Bool
    /// Neither shipped nor cancelled.
    public let open: Int
    /// Ship-confirmed or handed over.
    public let shipped: Int
    /// Cancelled, before or after they were shipped.
    public let cancelled: Int
    /// Those of them for which nothing was there.
    public let outOfStock: Int?
    /// Before discounts.
    public let original: Int64
    /// What the seller took off.
    public let sellerDiscount: Int64
    /// What the channel took off.
    public let platformDiscount: Int64
    /// The channel's ids, one per unit; nil where it does not name them all.
    public let channelLines: [String]?

    init(_ line: OrderLine, isCancelled: Bool, _ field: String) throws(Absurdity) {
        let units = line.units
        for (name, count) in [
            ("open", units.open), ("shipConfirmed", units.shipConfirmed), ("handedOver", units.handedOver),
            ("cancelled", units.cancelled), ("outOfStock", units.outOfStock ?? 0),
        ] { try Believable.check(units: count, "\(field).units.\(name)") }
        for (name, amount) in [
            ("original", line.original), ("sellerDiscount", line.sellerDiscount),
            ("platformDiscount", line.platformDiscount),
        ] { try Believable.check(amount: amount, "\(field).\(name)") }
        channelSKU = line.channelSKU
        channelProduct = line.channelProduct
        title = line.title
        isGift = line.isGift
        // Of a cancelled order nothing is still to be sent, whatever its lines say.
        open = isCancelled ? 0 : units.open
        shipped = units.shipConfirmed + units.handedOver
        cancelled = units.cancelled + (isCancelled ? units.open : 0)
        outOfStock = units.outOfStock
        original = line.original
        sellerDiscount = line.sellerDiscount
        platformDiscount = line.platformDiscount
        channelLines = line.channelLines.count == line.ordered ? line.channelLines : nil
    }

    /// All units, whatever became of them.
    public var ordered: Int { open + shipped + cancelled }

    /// Names what all units of the line share: the listing, and what each of them costs.
    var price: String {
        let amounts = [original, sellerDiscount, platformDiscount].map { "\($0 / Int64(max(1, ordered)))" }
        return ([channelSKU, isGift ? "gift" : "sold"] + amounts).joined(separator: " ")
    }
}

extension OrderPurpose {
    /// What an order's flags say about why it exists; the one that takes it furthest from a sale holds.
    init(_ flags: [OrderFlag]) {
        if flags.contains(.test) {
            self = .test
        } else if flags.contains(.sample) {
            self = .sample
        } else if flags.contains(.refundableSample) {
            self = .refundableSample
        } else if flags.contains(.replacement) {
            self = .replacement
        } else if flags.contains(.exchange) {
            self = .exchange
        } else {
            self = .sale
        }
    }
}
