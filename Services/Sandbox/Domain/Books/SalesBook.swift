/// A shop's sales as the sandbox counts them, to compare a client's figures with.
struct SalesBook: Sendable {
    private(set) var orders: [OrderStatus: Int] = [:]
    private(set) var samples = 0
    private(set) var paidOrders = 0
    /// Minor units over paid orders that are not cancelled, samples, replacements and exchanges left out.
    private(set) var subTotal = 0
    private(set) var total = 0
    /// Units by SKU: all that were sold, and those of them that were cancelled.
    private(set) var sold: [String: Int] = [:]
    private(set) var cancelled: [String: Int] = [:]

    init(_ all: [Order]) {
        for order in all {
            orders[order.status, default: 0] += 1
            if order.kind.isSample { samples += 1 }
            for line in order.lines {
                sold[line.sku.id, default: 0] += 1
                if !line.isOpen { cancelled[line.sku.id, default: 0] += 1 }
            }
            guard order.times.paid != nil, order.status != .cancelled, order.kind.isSale else { continue }
            paidOrders += 1
            subTotal += order.payment.subTotal
            total += order.payment.total
        }
    }
}
