import Contracts

/// Whether an order has a size that its readers believe. What is beyond it would be accepted here and be a failure
/// behind us, where nobody who sent it looks.
enum OrderSize {
    /// - Parameter field: What the lines were read from.
    static func check(_ lines: [OrderLine], _ field: String) throws(OrderFault) {
        guard lines.count <= OrderChanged.mostLines else {
            throw OrderFault(field, "has more than \(OrderChanged.mostLines) different listings and prices")
        }
        guard lines.reduce(0, { $0 + $1.ordered }) <= OrderChanged.mostUnits else {
            throw OrderFault(field, "has more than \(OrderChanged.mostUnits) units")
        }
        let isPriced = lines.allSatisfy {
            max($0.original, $0.sellerDiscount, $0.platformDiscount) <= OrderChanged.mostAmount
        }
        guard isPriced else { throw OrderFault(field, "comes to an amount beyond any price") }
    }
}
