import Contracts
import TikTokShop

/// Turns cancellations and returns as the channel tells them into snapshots.
struct ReturnReader {
    /// What the order's units cost.
    let prices: UnitPrices
    /// The order's, for what tells no refund: nobody has paid for an order that is cancelled unpaid.
    var currency: Currency?
    /// When it was read. A time far ahead of it would outrank every later state.
    let readAt: Instant

    /// Lines of a return; one per unit.
    static let mostLines = OrderChanged.mostUnits

    /// Reads a cancellation.
    func read(_ cancellation: Cancellation) throws(OrderFault) -> ReturnSnapshot {
        guard let word = cancellation.status else { throw OrderFault("cancel_status", "is missing") }
        let units = (cancellation.lineItems ?? []).map {
            Unit(sku: $0.skuID, line: $0.orderLineItemID, refund: $0.refundAmount)
        }
        return try snapshot(
            Head(
                id: try OrderReader.identifier(cancellation.id, "cancel_id"), order: cancellation.orderID,
                kind: .cancellation, status: ReturnWords.status(word), word: word.rawValue.name,
                role: cancellation.role,
                created: cancellation.createTime, updated: cancellation.updateTime,
                actions: cancellation.nextActions),
            units: units, listName: "cancel_line_items", refund: cancellation.refundAmount)
    }

    /// Reads a return.
    func read(_ returned: ReturnOrder) throws(OrderFault) -> ReturnSnapshot {
        guard let word = returned.status else { throw OrderFault("return_status", "is missing") }
        let kind = ReturnWords.kind(returned.type)
        let units = (returned.lineItems ?? []).map {
            Unit(sku: $0.skuID, line: $0.orderLineItemID, refund: $0.refundAmount)
        }
        return try snapshot(
            Head(
                id: try OrderReader.identifier(returned.id, "return_id"), order: returned.orderID, kind: kind,
                status: ReturnWords.status(word, kind: kind), word: word.rawValue.name, role: returned.role,
                created: returned.createTime, updated: returned.updateTime, actions: returned.nextActions),
            units: units, listName: "return_line_items", refund: returned.refundAmount)
    }

    /// What cancellations and returns have in common.
    private struct Head {
        let id: String
        let order: String?
        let kind: ReturnChanged.Kind
        let status: ReturnChanged.Status
        let word: String
        let role: String?
        let created: UnixSeconds?
        let updated: UnixSeconds?
        let actions: [SellerAction]?
    }

    private struct Unit {
        let sku: String?
        /// The order's line; nil where no id is told.
        let line: String?
        let refund: RefundAmount?

        init(sku: String?, line: String?, refund: RefundAmount?) {
            self.sku = sku
            self.line = line.flatMap { OrderReader.isIdentifier($0) ? $0 : nil }
            self.refund = refund
        }
    }

    private func snapshot(
        _ head: Head, units: [Unit], listName: String, refund: RefundAmount?
    ) throws(OrderFault) -> ReturnSnapshot {
        guard let updated = head.updated ?? head.created else { throw OrderFault("update_time", "is missing") }
        guard units.count <= Self.mostLines else { throw OrderFault(listName, "has more than \(Self.mostLines) units") }
        let limit = Instant(milliseconds: readAt.milliseconds + OrderReader.clockTolerance)
        guard updated.instant <= limit else { throw OrderFault("update_time", "is in the future") }
        let code = refund?.currency?.nonEmpty ?? self.currency?.code
        let currency = try AmountReader.currency(code, "refund_amount.currency")
        let amounts = AmountReader(currency: currency)
        let goods = try amounts.minorUnits(refund?.subtotal, "refund_amount.refund_subtotal")
        return ReturnSnapshot(
            channelReturn: head.id, channelOrder: try OrderReader.identifier(head.order, "order_id"), kind: head.kind,
            status: head.status, channelStatus: head.word, requestedBy: head.role?.name.nonEmpty?.lowercased(),
            answerBy: head.actions?.compactMap(\.deadline).min()?.instant,
            requestedAt: (head.created ?? updated).instant, updatedAt: updated.instant, currency: currency,
            lines: try lines(units, listName, goods, amounts), goodsRefund: goods,
            shippingRefund: try amounts.minorUnits(refund?.shippingFee, "refund_amount.refund_shipping_fee"),
            taxRefund: try amounts.minorUnits(refund?.tax, "refund_amount.refund_tax"))
    }

    private func lines(
        _ units: [Unit], _ listName: String, _ goods: Int64, _ amounts: AmountReader
    ) throws(OrderFault) -> [ReturnChanged.Line] {
        var shares: [Share] = []
        var places: [Share.Kind: Int] = [:]
        var isToldPerUnit = true
        for (index, unit) in units.enumerated() {
            let path = "\(listName)[\(index)]"
            let sku = try OrderReader.identifier(unit.sku, "\(path).sku_id")
            let refund = try amounts.minorUnits(unit.refund?.subtotal, "\(path).refund_amount.refund_subtotal")
            isToldPerUnit = isToldPerUnit && unit.refund?.subtotal?.nonEmpty != nil
            let kind = Share.Kind(channelSKU: sku, place: prices.place(of: unit.line))
            if places[kind] == nil {
                places[kind] = shares.count
                shares.append(Share(kind: kind))
            }
            shares[places[kind] ?? 0].add(unit.line, refund)
        }
        if !isToldPerUnit { spread(goods, over: &shares, amounts.currency) }
        return shares.map(\.line)
    }

    /// Spreads a sum over lines by what their units cost, to the minor unit.
    private func spread(_ goods: Int64, over shares: inout [Share], _ currency: Currency) {
        let costs = shares.map { Int64($0.units.count) * prices.price(at: $0.kind.place, of: $0.kind.channelSKU) }
        let weights = costs.contains { $0 > 0 } ? costs : shares.map { Int64($0.units.count) }
        let whole = Money(minorUnits: goods, currency: currency)
        guard let parts = try? whole.allocated(by: weights) else { return }
        for (index, part) in parts.enumerated() { shares[index].refund = part.minorUnits }
    }
}

/// Units of a return that are of one listing and cost the same.
private struct Share {
    /// What they have in common.
    struct Kind: Hashable {
        let channelSKU: String
        /// Of their line in the order; nil: they are not found there.
        let place: Int?
    }

    let kind: Kind
    /// The channel's ids of the order's lines, one per unit, where they are told.
    private(set) var units: [String?] = []
    /// For goods, in minor units.
    var refund: Int64 = 0

    init(kind: Kind) {
        self.kind = kind
    }

    mutating func add(_ unit: String?, _ refund: Int64) {
        units.append(unit)
        self.refund += refund
    }

    var line: ReturnChanged.Line {
        let named = units.compactMap(\.self)
        return ReturnChanged.Line(
            channelSKU: kind.channelSKU, units: units.count, goodsRefund: refund,
            channelLines: named.count == units.count ? named : nil)
    }
}
