public import Contracts

/// The units of a sheet's order, one by one as the formulas want them.
extension SaleSheet {
    /// The units of each line, in the order of the lines.
    public func units() throws(MoneyError) -> [[UnitFacts]] {
        guard let sold else { return [] }
        let cancellations = cancellations(sold)
        let refunds = try Refunding(sold, cancellations).taking(self.refunds)
        var units: [[UnitFacts]] = []
        for (index, line) in sold.lines.enumerated() {
            units.append(try line.units(sold.currency, cancellations[index], refunds[index]))
        }
        return units
    }

    /// How each unit of each line was cancelled; nil where it was not. Units that had been shipped before they were
    /// cancelled are those of which there once were more, and of a cancelled order those which are on their way.
    private func cancellations(_ sold: SoldOrder) -> [[UnitCancellation?]] {
        let isOver = sold.status == .cancelled
        return zip(sold.lines, Leaving(sold, past).late).map { line, late in
            let early = line.cancelled - late
            let recalled = late + (isOver ? line.shipped : 0)
            // What was shipped was there.
            let lacking = min(early, line.outOfStock ?? 0)
            return Array(repeating: UnitCancellation(isBeforeShipment: true, isOutOfStock: true), count: lacking)
                + Array(repeating: UnitCancellation(isBeforeShipment: true), count: early - lacking)
                + Array(repeating: UnitCancellation(isBeforeShipment: false), count: recalled)
                + Array(repeating: nil, count: line.ordered - early - recalled)
        }
    }
}

extension SoldLine {
    /// The units, the line's amounts shared out so that they add up again.
    fileprivate func units(
        _ currency: Currency, _ cancellations: [UnitCancellation?], _ refunds: [GoodsRefund?]
    ) throws(MoneyError) -> [UnitFacts] {
        let originals = try Money(minorUnits: original, currency: currency).shared(by: ordered)
        let sellers = try Money(minorUnits: sellerDiscount, currency: currency).shared(by: ordered)
        let platforms = try Money(minorUnits: platformDiscount, currency: currency).shared(by: ordered)
        var units: [UnitFacts] = []
        for index in 0..<ordered {
            units.append(
                UnitFacts(
                    isGift: isGift, originalPrice: originals[index], sellerDiscount: sellers[index],
                    salePrice: try originals[index] - sellers[index] - platforms[index],
                    cancellation: cancellations[index], refund: refunds[index]))
        }
        return units
    }
}

extension Money {
    /// Equal parts that add up; none of none.
    func shared(by count: Int) throws(MoneyError) -> [Money] {
        count > 0 ? try allocated(by: Array(repeating: 1, count: count)) : []
    }
}
