import Contracts
import TikTokShop

/// Turns cancellations and returns as the channel tells them into snapshots.
struct ReturnReader {
    /// What a unit of each listing cost in the order, in minor units: by this a refund that is told as one sum is
    /// spread over its lines. Empty: evenly.
    let prices: [String: Int64]
    /// The order's, for what tells no refund: nobody has paid for an order that is cancelled unpaid.
    var currency: Currency?
    /// When it was read. A time far ahead of it would outrank every later state.
    let readAt: Instant

    /// Lines of a return; one per unit.
    static let mostLines = OrderChanged.mostUnits

    /// Reads a cancellation.
    func read(_ cancellation: Cancellation) throws(OrderFault) -> ReturnSnapshot {
        guard let word = cancellation.status else { throw OrderFault("cancel_status", "is missing") }
        let units = (cancellation.lineItems ?? []).map { Unit(sku: $0.skuID, refund: $0.refundAmount) }
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
        let units = (returned.lineItems ?? []).map { Unit(sku: $0.skuID, refund: $0.refundAmount) }
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
        let refund: RefundAmount?
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
        var lines: [ReturnChanged.Line] = []
        var isToldPerUnit = true
        for (index, unit) in units.enumerated() {
            let path = "\(listName)[\(index)]"
            let sku = try OrderReader.identifier(unit.sku, "\(path).sku_id")
            let refund = try amounts.minorUnits(unit.refund?.subtotal, "\(path).refund_amount.refund_subtotal")
            isToldPerUnit = isToldPerUnit && unit.refund?.subtotal?.nonEmpty != nil
            if let place = lines.firstIndex(where: { $0.channelSKU == sku }) {
                lines[place].units += 1
                lines[place].goodsRefund += refund
            } else {
                lines.append(ReturnChanged.Line(channelSKU: sku, units: 1, goodsRefund: refund))
            }
        }
        return isToldPerUnit ? lines : spread(goods, over: lines, amounts.currency)
    }

    /// Spreads a sum over lines by what their units cost, to the minor unit.
    private func spread(
        _ goods: Int64, over lines: [ReturnChanged.Line], _ currency: Currency
    ) -> [ReturnChanged.Line] {
        let costs = lines.map { Int64($0.units) * (prices[$0.channelSKU] ?? 0) }
        let weights = costs.contains { $0 > 0 } ? costs : lines.map { Int64($0.units) }
        let whole = Money(minorUnits: goods, currency: currency)
        guard let parts = try? whole.allocated(by: weights) else { return lines }
        return zip(lines, parts).map { line, part in
            ReturnChanged.Line(channelSKU: line.channelSKU, units: line.units, goodsRefund: part.minorUnits)
        }
    }
}

extension OrderSnapshot {
    /// What one unit of each listing cost after discounts, in minor units, gifts left out.
    var unitPrices: [String: Int64] {
        let sold = lines.filter { !$0.isGift && $0.ordered > 0 }
        return Dictionary(
            sold.map { line in
                let paid = max(0, line.original - line.sellerDiscount - line.platformDiscount)
                return (line.channelSKU, paid / Int64(line.ordered))
            }, uniquingKeysWith: max)
    }
}
