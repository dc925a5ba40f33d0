import Contracts

/// Checks an order in the platform's own contract: its types are right already, its figures are foreign.
struct SubmittedOrderReader {
    /// The shop's market, ISO 3166-1 alpha-2.
    let market: String
    let buyers: BuyerPseudonyms
    /// When the message came.
    let readAt: Instant

    /// Reads an order, or says which field its producer has to mend.
    func read(_ order: OrderSubmitted) throws(OrderFault) -> ReadOrder {
        let limit = Instant(milliseconds: readAt.milliseconds + OrderReader.clockTolerance)
        guard order.updatedAt <= limit else { throw OrderFault("updatedAt", "is in the future") }
        guard order.status != .other else { throw OrderFault("status", "is none of the platform's own") }
        try Self.check(order)
        if let paidAt = order.paidAt {
            guard paidAt >= order.placedAt else { throw OrderFault("paidAt", "is before placedAt") }
            guard paidAt <= limit else { throw OrderFault("paidAt", "is in the future") }
        }
        let fee = try Self.amount(order.shippingFee ?? 0, "shippingFee")
        let snapshot = OrderSnapshot(
            channelOrder: try OrderReader.identifier(order.channelOrder, "channelOrder"), status: order.status,
            channelStatus: order.status.rawValue, flags: order.flags ?? [], shipping: order.shipping ?? .seller,
            market: market, channelWarehouse: order.channelWarehouse?.nonEmpty,
            deliveryOption: order.deliveryOption?.nonEmpty, placedAt: order.placedAt, paidAt: order.paidAt,
            updatedAt: order.updatedAt, readAt: readAt, shipBy: order.shipBy, currency: order.currency,
            buyer: order.buyer?.nonEmpty.map(buyers.pseudonym), shippingFee: fee, lines: try lines(order))
        return ReadOrder(snapshot: snapshot, recipient: order.recipient.flatMap(Recipient.init))
    }

    private func lines(_ order: OrderSubmitted) throws(OrderFault) -> [OrderLine] {
        guard !order.lines.isEmpty || order.status == .cancelled else { throw OrderFault("lines", "is empty") }
        guard order.lines.count <= OrderChanged.mostLines else {
            throw OrderFault("lines", "has more than \(OrderChanged.mostLines) entries")
        }
        var kinds = Set<OrderLine.Kind>()
        for (index, line) in order.lines.enumerated() {
            do {
                try Self.check(line)
            } catch {
                throw error.within("lines[\(index)]")
            }
            guard kinds.insert(line.kind).inserted else {
                throw OrderFault("lines[\(index)].channelSKU", "repeats; count units of one price in one line")
            }
        }
        try OrderSize.check(order.lines, "lines")
        try checkAgreement(order)
        return order.lines
    }

    /// What the units say must not contradict the order's status: stock goes by the units, people by the status.
    private func checkAgreement(_ order: OrderSubmitted) throws(OrderFault) {
        var seen = Set<String>()
        for (index, line) in order.lines.enumerated() {
            for (place, id) in line.channelLines.enumerated() where !seen.insert(id).inserted {
                throw OrderFault("lines[\(index)].channelLines[\(place)]", "repeats")
            }
            let (field, count) = Self.contradiction(line.units, order.status)
            guard count == 0 else {
                throw OrderFault("lines[\(index)].units.\(field)", "is not 0, but the order is \(order.status)")
            }
        }
    }

    /// Units that an order of a status cannot have, and how many there are.
    private static func contradiction(_ units: OrderLine.Units, _ status: OrderStatus) -> (field: String, count: Int) {
        switch status {
        case .unpaid, .onHold, .awaitingShipment: ("handedOver", units.handedOver)
        case .awaitingCollection: ("open", units.open)
        case .inTransit, .delivered, .completed:
            units.open > 0 ? ("open", units.open) : ("shipConfirmed", units.shipConfirmed)
        case .partiallyShipping, .cancelled, .other: ("", 0)
        }
    }

    /// Nobody promises goods for later, in milliseconds. An order with a later day would never have its turn.
    private static let longestPromise: Int64 = 366 * 86_400_000

    /// Unlike the channel's texts, which are cut: whoever wrote these reads what is wrong with them.
    private static func check(_ order: OrderSubmitted) throws(OrderFault) {
        guard order.placedAt <= order.updatedAt else { throw OrderFault("placedAt", "is after updatedAt") }
        let latest = Instant(milliseconds: order.placedAt.milliseconds + Self.longestPromise)
        guard order.shipBy.map({ $0 <= latest }) ?? true else {
            throw OrderFault("shipBy", "is more than a year after placedAt")
        }
        for (field, time) in [("placedAt", order.placedAt), ("paidAt", order.paidAt), ("shipBy", order.shipBy)] {
            guard time.map({ $0.milliseconds >= 0 }) ?? true else { throw OrderFault(field, "is before 1970") }
        }
        guard (order.flags ?? []).count <= OrderFlag.allCases.count else { throw OrderFault("flags", "repeats") }
        try checkText(order.channelWarehouse, "channelWarehouse")
        try checkText(order.deliveryOption, "deliveryOption")
    }

    private static func checkText(
        _ text: String?, _ field: String, most: Int = ForeignText.longestName
    ) throws(OrderFault) {
        guard let text else { return }
        guard text.utf8.count <= most else { throw OrderFault(field, "is longer than \(most) bytes") }
        guard !text.utf8.contains(0) else { throw OrderFault(field, "holds U+0000") }
    }

    private static func check(_ line: OrderLine) throws(OrderFault) {
        _ = try OrderReader.identifier(line.channelSKU, "channelSKU")
        try checkText(line.channelProduct, "channelProduct")
        try checkText(line.sellerSKU, "sellerSKU")
        try checkText(line.title, "title", most: ForeignText.longest)
        let units = [line.units.open, line.units.shipConfirmed, line.units.handedOver, line.units.cancelled]
        guard units.allSatisfy({ (0...OrderChanged.mostUnits).contains($0) }) else {
            throw OrderFault("units", "is not from 0 to \(OrderChanged.mostUnits)")
        }
        guard (0...line.units.cancelled).contains(line.units.outOfStock ?? 0) else {
            throw OrderFault("units.outOfStock", "is not from 0 to the units that are cancelled")
        }
        guard line.ordered > 0 else { throw OrderFault("units", "has no unit at all") }
        guard line.channelLines.isEmpty || line.channelLines.count == line.ordered else {
            throw OrderFault("channelLines", "does not name one line per unit")
        }
        _ = try amount(line.original, "original")
        _ = try amount(line.sellerDiscount, "sellerDiscount")
        _ = try amount(line.platformDiscount, "platformDiscount")
        _ = try amount(line.tax, "tax")
        guard line.isGift || line.gmv >= 0 else { throw OrderFault("sellerDiscount", "is more than the price") }
        for (index, id) in line.channelLines.enumerated() {
            _ = try OrderReader.identifier(id, "channelLines[\(index)]")
        }
        try check(line.components)
    }

    private static func check(_ components: [OrderLine.Component]) throws(OrderFault) {
        guard components.count <= LineReader.mostComponents else {
            throw OrderFault("components", "has more than \(LineReader.mostComponents) parts")
        }
        for (index, part) in components.enumerated() {
            guard (1...10_000).contains(part.units) else {
                throw OrderFault("components[\(index)].units", "is not from 1 to 10000")
            }
            _ = try OrderReader.identifier(part.channelSKU, "components[\(index)].channelSKU")
            try checkText(part.sellerSKU, "components[\(index)].sellerSKU")
        }
    }

    private static func amount(_ minorUnits: Int64, _ field: String) throws(OrderFault) -> Int64 {
        guard minorUnits >= 0 else { throw OrderFault(field, "is negative") }
        guard minorUnits <= AmountReader.largest else { throw OrderFault(field, "is beyond any price") }
        return minorUnits
    }
}

extension Recipient {
    /// Takes an address as a producer tells it; nil when nothing of it is told.
    init?(_ told: OrderSubmitted.Recipient) {
        fullName = told.fullName?.cut
        phone = told.phone?.cut
        addressLines = told.addressLines.prefix(10).compactMap(\.cut)
        city = told.city?.cut
        state = told.state?.cut
        postalCode = told.postalCode?.cut
        region = told.region?.cut
        if fullName == nil && phone == nil && addressLines.isEmpty && postalCode == nil { return nil }
    }
}
