import Commerce
import Contracts

/// The units of a sheet's order, one by one as the formulas want them.
extension OrderSheet {
    /// The units of each line, in the order of the lines.
    func units() throws(MoneyError) -> [[UnitFacts]] {
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
    /// cancelled are those which the SKU once had more of, and of a cancelled order those which are on their way.
    private func cancellations(_ sold: SoldOrder) -> [[UnitCancellation?]] {
        var gone = past.mostShipped
        for line in sold.lines { gone[line.channelSKU, default: 0] -= line.shipped }
        let isOver = sold.status == .cancelled
        return sold.lines.map { line in
            let late = min(line.cancelled, max(0, gone[line.channelSKU] ?? 0))
            gone[line.channelSKU, default: 0] -= late
            let early = line.cancelled - late
            let (recalled, kept) = isOver ? (line.shipped, 0) : (0, line.shipped)
            // What was shipped was there.
            let lacking = min(early, line.outOfStock ?? 0)
            return Array(repeating: UnitCancellation(isBeforeShipment: true, isOutOfStock: true), count: lacking)
                + Array(repeating: UnitCancellation(isBeforeShipment: true), count: early - lacking)
                + Array(repeating: UnitCancellation(isBeforeShipment: false), count: late + recalled)
                + Array(repeating: nil, count: line.open + kept)
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

/// Finds the units that refunds were given for: of the SKU, not cancelled, no gifts, and those first that got least.
private struct Refunding {
    private let sold: SoldOrder
    private let cancellations: [[UnitCancellation?]]
    private var given: [[GoodsRefund?]]

    init(_ sold: SoldOrder, _ cancellations: [[UnitCancellation?]]) {
        self.sold = sold
        self.cancellations = cancellations
        given = sold.lines.map { Array(repeating: nil, count: $0.ordered) }
    }

    /// All refunds in the order's currency; in another one nobody could say what share of the price they are.
    func taking(_ refunds: [String: Refund]) throws(MoneyError) -> [[GoodsRefund?]] {
        var copy = self
        for refund in refunds.sorted(by: { $0.key < $1.key }).map(\.value) where refund.currency == sold.currency {
            for line in refund.refunded { try copy.give(line, isReturned: refund.isReturnCompleted) }
        }
        return copy.given
    }

    private mutating func give(_ refund: Refund.Line, isReturned: Bool) throws(MoneyError) {
        var places = candidates(refund.channelSKU)
            .sorted { (amount($0), $0.line, $0.unit) < (amount($1), $1.line, $1.unit) }
        if refund.units > 0 { places = Array(places.prefix(refund.units)) }
        let parts = try Money(minorUnits: refund.goods, currency: sold.currency).shared(by: places.count)
        for (place, part) in zip(places, parts) {
            let known = given[place.line][place.unit]
            given[place.line][place.unit] = GoodsRefund(
                amount: try (known?.amount ?? .zero(sold.currency)) + part,
                isReturnCompleted: isReturned || known?.isReturnCompleted ?? false)
        }
    }

    private struct Place {
        let line: Int
        let unit: Int
    }

    private func amount(_ place: Place) -> Int64 { given[place.line][place.unit]?.amount.minorUnits ?? 0 }

    private func candidates(_ sku: String?) -> [Place] {
        sold.lines.enumerated().flatMap { index, line -> [Place] in
            guard !line.isGift, sku == nil || line.channelSKU == sku else { return [] }
            return (0..<line.ordered).filter { cancellations[index][$0] == nil }.map { Place(line: index, unit: $0) }
        }
    }
}
