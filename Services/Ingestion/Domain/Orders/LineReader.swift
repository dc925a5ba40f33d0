import Contracts
import TikTokShop

/// Counts an order's lines: the channel sends one per unit, we keep one per kind of unit with a quantity.
struct LineReader {
    /// The order's status, for units that say nothing of theirs.
    let status: Contracts.OrderStatus
    let amounts: AmountReader
    /// Whether the carrier has taken a parcel of the order.
    var isCollected = false

    /// Parts of one bundle.
    static let mostComponents = 100

    /// Reads all lines, in the order in which their listings come first.
    func read(_ items: [LineItem]) throws(OrderFault) -> [OrderLine] {
        // A cancelled order is a tombstone whether or not it says of what.
        guard !items.isEmpty || status == .cancelled else { throw OrderFault("line_items", "is empty") }
        guard items.count <= OrderChanged.mostUnits else {
            throw OrderFault("line_items", "has more than \(OrderChanged.mostUnits) units")
        }
        var lines: [OrderLine] = []
        var places: [OrderLine.Kind: Int] = [:]
        var seen = Set<String>()
        let isTold = items.contains(where: \.isShipConfirmed)
        for (index, item) in items.enumerated() {
            // What was never ship-confirmed cannot have left, where the channel tells that of any unit.
            let line = try unit(item, index, hasLeft: isCollected && (item.isShipConfirmed || !isTold))
            guard seen.insert(line.channelLines[0]).inserted else {
                throw OrderFault("line_items[\(index)].id", "repeats")
            }
            if let place = places[line.kind] {
                lines[place].add(line)
            } else {
                places[line.kind] = lines.count
                lines.append(line)
            }
        }
        try OrderSize.check(lines, "line_items")
        return lines
    }

    private func unit(_ item: LineItem, _ index: Int, hasLeft: Bool) throws(OrderFault) -> OrderLine {
        do throws(OrderFault) {
            let line = try unit(item, hasLeft: hasLeft)
            // A gift may have a discount and no price.
            guard line.isGift || line.gmv >= 0 else { throw OrderFault("seller_discount", "is more than the price") }
            return line
        } catch {
            throw error.within("line_items[\(index)]")
        }
    }

    private func unit(_ item: LineItem, hasLeft: Bool) throws(OrderFault) -> OrderLine {
        let sku = try OrderReader.identifier(item.skuID, "sku_id")
        if let currency = item.currency?.nonEmpty, currency != amounts.currency.code {
            throw OrderFault("currency", "is not the order's")
        }
        var units = OrderLine.Units()
        units.add(ChannelWords.place(item.status, of: status, hasLeft: hasLeft))
        if units.cancelled > 0, ChannelWords.isOutOfStock(item.cancelReason) { units.outOfStock = 1 }
        let price = try price(item)
        return OrderLine(
            channelSKU: sku, channelProduct: item.productID?.name ?? "", sellerSKU: item.sellerSKU?.name ?? "",
            title: Self.title(item), channelLines: [try OrderReader.identifier(item.id, "id")], units: units,
            isGift: item.isGift ?? false,
            original: price.original, sellerDiscount: price.sellerDiscount, platformDiscount: price.platformDiscount,
            tax: try tax(item.taxes ?? []), components: try components(item.combinedSKUs ?? []))
    }

    /// What a unit costs. A sale price has the discounts taken off already, so that they are put back on where it is
    /// the only price.
    private func price(_ item: LineItem) throws(OrderFault) -> Price {
        let sellerDiscount = try amounts.minorUnits(item.sellerDiscount, "seller_discount")
        let platformDiscount = try amounts.minorUnits(item.platformDiscount, "platform_discount")
        var original = try amounts.minorUnits(item.originalPrice, "original_price")
        if item.originalPrice?.nonEmpty == nil, let sale = item.salePrice?.nonEmpty {
            original = try amounts.minorUnits(sale, "sale_price") + sellerDiscount + platformDiscount
            try amounts.check(original, "sale_price")
        }
        return Price(original: original, sellerDiscount: sellerDiscount, platformDiscount: platformDiscount)
    }

    /// Minor units of the order's currency, for one unit.
    private struct Price {
        let original: Int64
        let sellerDiscount: Int64
        let platformDiscount: Int64
    }

    private func tax(_ taxes: [ItemTax]) throws(OrderFault) -> Int64 {
        guard taxes.count <= 100 else { throw OrderFault("item_tax", "has more than 100 entries") }
        var sum: Int64 = 0
        for (index, tax) in taxes.enumerated() {
            let field = "item_tax[\(index)].tax_amount"
            sum += try amounts.minorUnits(tax.amount, field)
            // The sum too: 5,000 lines of it are still to fit 64 bits.
            try amounts.check(sum, field)
        }
        return sum
    }

    private func components(_ parts: [CombinedSKU]) throws(OrderFault) -> [OrderLine.Component] {
        guard parts.count <= Self.mostComponents else {
            throw OrderFault("combined_listing_skus", "has more than \(Self.mostComponents) parts")
        }
        var components: [OrderLine.Component] = []
        for (index, part) in parts.enumerated() {
            components.append(try Self.component(part, "combined_listing_skus[\(index)]"))
        }
        return components
    }

    /// One part of a bundle, of an order's line or of a product.
    static func component(_ part: CombinedSKU, _ path: String) throws(OrderFault) -> OrderLine.Component {
        guard let count = part.count, (1...10_000).contains(count) else {
            throw OrderFault("\(path).sku_count", "is not from 1 to 10000")
        }
        return OrderLine.Component(
            channelSKU: try OrderReader.identifier(part.skuID, "\(path).sku_id"), sellerSKU: part.sellerSKU?.name ?? "",
            units: count)
    }

    private static func title(_ item: LineItem) -> String {
        let names = [item.productName, item.skuName == "Default" ? nil : item.skuName]
        return names.compactMap { $0?.nonEmpty }.joined(separator: ", ").cut(to: ForeignText.longest)
    }
}

extension LineItem {
    fileprivate var isShipConfirmed: Bool { (readyToShipTime?.seconds ?? 0) > 0 }
}

extension OrderLine {
    /// Counts the units of another line of the same kind in.
    fileprivate mutating func add(_ other: OrderLine) {
        channelLines += other.channelLines
        units.open += other.units.open
        units.shipConfirmed += other.units.shipConfirmed
        units.handedOver += other.units.handedOver
        units.cancelled += other.units.cancelled
        if let others = other.units.outOfStock { units.outOfStock = (units.outOfStock ?? 0) + others }
        original += other.original
        sellerDiscount += other.sellerDiscount
        platformDiscount += other.platformDiscount
        tax += other.tax
    }
}
