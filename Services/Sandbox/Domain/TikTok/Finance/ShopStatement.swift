/// A statement of one shop and day, with what stands on it.
struct ShopStatement: Sendable {
    let shop: Shop
    /// Midnight UTC behind the day.
    let time: Int
    let settlements: [Settlement]
    /// What the platform takes back; 0 on most days.
    let correction: Int

    var id: String { StatementDay.id("7238", time: time, shop: shop.id) }
    var paymentID: String { StatementDay.id("3459", time: time, shop: shop.id) }
    var revenue: Int { settlements.reduce(0) { $0 + $1.revenue } }
    var shipping: Int { settlements.reduce(0) { $0 + $1.shipping } }
    var fee: Int { settlements.reduce(0) { $0 + $1.fee } }
    /// What is paid: revenue, and all that is negative.
    var amount: Int { revenue + shipping + fee + correction }

    init(shop: Shop, time: Int, settlements: [Settlement]) {
        self.shop = shop
        self.time = time
        self.settlements = settlements.sorted { ($0.order.created, $0.order.id) < ($1.order.created, $1.order.id) }
        let isDue = (time / StatementDay.seconds).isMultiple(of: StatementDay.correctionEvery)
        correction = isDue ? -shop.market.price(cents: StatementDay.correction) : 0
    }

    /// Whether the money has arrived.
    func isPaid(at now: Moment) -> Bool { now.seconds >= time + StatementDay.transfer }
}

extension World {
    /// The statements of a shop, oldest first, worked out from its orders.
    ///
    /// - Parameter time: Only the one that was made then; nil: all of them.
    func statements(of shop: Shop, madeAt time: Int? = nil) -> [ShopStatement] {
        let refunded = refundedLines(of: shop.id)
        let settlements = tiktok.orders.compactMap(shop: shop.id) { order -> Settlement? in
            guard let due = Settlement.statementTime(of: order), time.map({ $0 == due }) ?? true else { return nil }
            let credit = tiktok.credit(for: order)
            return Settlement(order, refunded: refunded[order.id] ?? [], credit: credit, now: now)
        }
        let days = Dictionary(grouping: settlements, by: \.statementTime)
        return days.sorted { $0.key < $1.key }.map { ShopStatement(shop: shop, time: $0.key, settlements: $0.value) }
    }

    /// The lines of one order whose money went back after delivery.
    func refundedLines(of order: Order) -> Set<String> {
        let lines = tiktok.returns.compactMap(shop: order.shopID) { wish in
            wish.orderID == order.id && (wish.status == .complete || wish.status == .success) ? wish.lineIDs : nil
        }
        return Set(lines.flatMap(\.self))
    }

    /// The lines of each order whose money went back after delivery.
    func refundedLines(of shop: String) -> [String: Set<String>] {
        tiktok.returns.of(shop: shop).filter { $0.status == .complete || $0.status == .success }
            .reduce(into: [:]) { $0[$1.orderID, default: []].formUnion($1.lineIDs) }
    }
}
