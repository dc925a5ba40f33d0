import Contracts
import TikTokShop

/// Turns an order as the channel tells it into a snapshot and a recipient. Every field may be missing, so that each has
/// a stand-in or a fault that names it; what cannot be counted on for stock or money is a fault.
struct OrderReader {
    /// The shop's market, ISO 3166-1 alpha-2.
    let market: String
    let buyers: BuyerPseudonyms
    /// When the order was read.
    let readAt: Instant

    /// How far ahead of ours the channel's clock may be. A time far in the future would outrank every later snapshot.
    static let clockTolerance: Int64 = 86_400_000

    /// Reads an order.
    func read(_ order: TikTokShop.Order) throws(OrderFault) -> ReadOrder {
        let channelOrder = try OrderReader.identifier(order.id, "id")
        guard let word = order.status else { throw OrderFault("status", "is missing") }
        let status = ChannelWords.status(word)
        let times = try times(order)
        let currency = try AmountReader.currency(
            order.payment?.currency ?? order.lineItems?.first?.currency, "payment.currency")
        let amounts = AmountReader(currency: currency)
        let collectedAt = Self.set(order.collectionTime)
        let lines = LineReader(status: status, amounts: amounts, isCollected: collectedAt != nil)
        let snapshot = OrderSnapshot(
            channelOrder: channelOrder, status: status, channelStatus: word.rawValue.name, flags: Self.flags(order),
            shipping: ChannelWords.shipping(order.shippingType), market: market,
            channelWarehouse: order.warehouseID?.name.nonEmpty, deliveryOption: order.deliveryOptionID?.name.nonEmpty,
            placedAt: times.placed, paidAt: order.paidTime.map(\.instant), updatedAt: times.updated, readAt: readAt,
            shipBy: Self.shipBy(order), handedOverAt: collectedAt, shippedAt: Self.shipped(order),
            deliveredAt: Self.set(order.deliveryTime), currency: currency,
            buyer: order.userID?.nonEmpty.map(buyers.pseudonym),
            shippingFee: try amounts.minorUnits(order.payment?.shippingFee, "payment.shipping_fee"),
            lines: try lines.read(order.lineItems ?? []))
        return ReadOrder(snapshot: snapshot, recipient: order.recipientAddress.flatMap(Recipient.init))
    }

    private func times(_ order: TikTokShop.Order) throws(OrderFault) -> (placed: Instant, updated: Instant) {
        guard let updated = order.updateTime ?? order.createTime else { throw OrderFault("update_time", "is missing") }
        let updatedAt = updated.instant
        let limit = Instant(milliseconds: readAt.milliseconds + Self.clockTolerance)
        guard updated.seconds > 0 else { throw OrderFault("update_time", "is before 1970") }
        guard updatedAt <= limit else { throw OrderFault("update_time", "is in the future") }
        return ((order.createTime ?? updated).instant, updatedAt)
    }

    /// A time that is not set is 0 where it is not left out.
    private static func set(_ time: UnixSeconds?) -> Instant? {
        time.flatMap { $0.seconds > 0 ? $0.instant : nil }
    }

    /// By when it must be ship-confirmed: the channel's promise, else when it cancels by itself (metric 24).
    private static func shipBy(_ order: TikTokShop.Order) -> Instant? {
        set(order.readyToShipDue) ?? set(order.shippingDue)
    }

    /// When the last line was ship-confirmed. Of a split order the lines tell the truth; the order mirrors one package.
    private static func shipped(_ order: TikTokShop.Order) -> Instant? {
        let lines = (order.lineItems ?? []).compactMap { set($0.readyToShipTime) }
        return lines.max() ?? set(order.readyToShipTime)
    }

    /// An id of the channel's: a few printable ASCII characters, whatever JSON type it came in.
    static func identifier(_ text: String?, _ field: String) throws(OrderFault) -> String {
        guard let text, !text.isEmpty else { throw OrderFault(field, "is missing") }
        guard text.utf8.count <= 64, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw OrderFault(field, "is no id")
        }
        return text
    }

    /// Whether a text is an id.
    static func isIdentifier(_ text: String) -> Bool { (try? identifier(text, "")) != nil }

    private static func flags(_ order: TikTokShop.Order) -> [OrderFlag] {
        let isOurs = order.fulfillmentType == nil || order.fulfillmentType == .seller
        let flags: [(flag: OrderFlag, isSet: Bool?)] = [
            (.sample, order.isSample), (.refundableSample, order.isRefundableSample),
            (.fulfilledByChannel, !isOurs), (.cancelRequested, order.isBuyerRequestCancel),
            (.replacement, order.isReplacement), (.exchange, order.isExchange),
            (.cashOnDelivery, order.isCashOnDelivery),
            (.preOrder, order.orderType == "PRE_ORDER"),
        ]
        return flags.filter { $0.isSet == true }.map(\.flag)
    }
}

/// What one reading of an order brought.
struct ReadOrder: Hashable, Sendable {
    var snapshot: OrderSnapshot
    /// Where it goes; nil where the channel tells nothing of it.
    var recipient: Recipient?
}

extension UnixSeconds {
    /// The same instant in our messages; what does not fit is cut, since the bytes are foreign.
    var instant: Instant {
        Instant(seconds: Int64(min(max(seconds, -62_135_596_800), 253_402_300_799)))
    }
}

extension String {
    /// The text itself; nil when it is empty, which is how the channel writes "none".
    var nonEmpty: String? { isEmpty ? nil : self }
}
