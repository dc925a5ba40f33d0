extension World {
    /// Enters orders of the past, finished or cancelled, that nobody is told of and that touch no stock.
    mutating func addHistory(shop: Shop, orders: Int, days: Int) {
        for _ in 0..<orders {
            guard var draft = draft(for: shop) else { return }
            draft.plan = .plain
            let created = now - .days(Double(days)) * dice.fraction() - .hours(1)
            guard var order = try? pastOrder(draft, shop: shop, created: created) else { continue }
            let isCancelled = dice.happens(0.05)
            order.finish(isCancelled: isCancelled, now: now)
            tiktok.orders.enter(order)
        }
    }
}

extension Order {
    /// Gives an order of the past the times and the end it would have by now.
    fileprivate mutating func finish(isCancelled: Bool, now: Moment) {
        isHistory = true
        times.paid = created + .minutes(1)
        if isCancelled {
            times.cancelled = created + .minutes(30)
            status = .cancelled
        } else {
            times.shipped = created + .days(1)
            times.collected = created + .days(1.5)
            times.delivered = created + .days(4)
            times.completed = created + .days(18)
            status = .completed
        }
        for index in lines.indices { lines[index].status = isCancelled ? .cancelled : .completed }
        updated = min(now, times.cancelled ?? times.completed ?? created)
    }
}
