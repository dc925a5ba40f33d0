import Contracts

/// Finds the units that refunds were given for: those that are named, else any of the SKU; never cancelled ones and
/// gifts, and those first that got least.
struct Refunding {
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
        let places = places(of: refund)
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

    private func places(of refund: Refund.Line) -> [Place] {
        let units = Set(refund.channelLines ?? [])
        let named = sold.lines.map { line in line.channelLines?.count { units.contains($0) } ?? 0 }
        guard !units.isEmpty, named.reduce(0, +) == units.count else {
            let sku = refund.channelSKU
            let lines = sold.lines.indices.filter { sku == nil || sold.lines[$0].channelSKU == sku }
            return least(lines, refund.units > 0 ? refund.units : .max)
        }
        // Units of one line cost the same, so it does not matter which of them they are.
        return named.indices.flatMap { least([$0], named[$0]) }
    }

    /// So many units of some lines, those first that got least.
    private func least(_ lines: [Int], _ most: Int) -> [Place] {
        let places = lines.flatMap { candidates($0) }
            .sorted { (amount($0), $0.line, $0.unit) < (amount($1), $1.line, $1.unit) }
        return Array(places.prefix(most))
    }

    private func amount(_ place: Place) -> Int64 { given[place.line][place.unit]?.amount.minorUnits ?? 0 }

    private func candidates(_ index: Int) -> [Place] {
        let line = sold.lines[index]
        guard !line.isGift else { return [] }
        return (0..<line.ordered).filter { cancellations[index][$0] == nil }.map { Place(line: index, unit: $0) }
    }
}
