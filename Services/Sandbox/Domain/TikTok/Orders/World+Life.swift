/// An order's way through its stages, as far as nobody interferes.
extension World {
    /// Changes an order; a new status is stamped and announced.
    mutating func change(order id: String, _ apply: (inout Order) -> Void) {
        guard let before = tiktok.orders[id] else { return }
        let now = now
        tiktok.orders.change(id) {
            apply(&$0)
            $0.updated = max($0.updated, now)
        }
        guard let after = tiktok.orders[id], after.status != before.status else { return }
        announceStatus(of: after)
        enterStage(after)
    }

    /// Buyers pay after a while, or never; then the order is dropped.
    mutating func expectPayment(of order: Order) {
        let id = order.id
        if let wait = order.plan.paysAfter {
            later(wait) { $0.pay(id) }
        } else {
            later(Timetable.unpaid) { $0.dropUnpaid(id) }
        }
        enterStage(order)
    }

    mutating func pay(_ id: String) {
        guard let order = tiktok.orders[id], order.status == .unpaid else { return }
        let deadlines = Order.Deadlines(
            readyToShip: now + pace.real(Timetable.readyToShip), inTransit: now + pace.real(Timetable.inTransit),
            automaticCancel: now + pace.real(Timetable.automaticCancel))
        let now = now
        change(order: id) {
            $0.times.paid = now
            $0.deadlines = deadlines
            $0.status = order.isOnHoldOrder ? .onHold : .awaitingShipment
        }
        if order.isOnHoldOrder {
            later(Timetable.hold) { $0.release(id) }
        } else {
            prepare(id)
        }
    }

    private mutating func dropUnpaid(_ id: String) {
        guard tiktok.orders[id]?.status == .unpaid else { return }
        cancel(order: id, lines: nil, role: .system, reason: "payment_timeout")
    }

    /// The remorse hour is over.
    mutating func release(_ id: String) {
        guard tiktok.orders[id]?.status == .onHold else { return }
        change(order: id) { $0.status = .awaitingShipment }
        prepare(id)
    }

    /// Sets an order up for whoever ships it.
    private mutating func prepare(_ id: String) {
        guard let order = tiktok.orders[id], order.status == .awaitingShipment else { return }
        if order.kind.isFulfilledByTikTok {
            later(dice.span(Timetable.platformWork)) { $0.shipFromPlatform(id) }
            return
        }
        if order.market.hasPackageBeforeShipping(order.shipping) { openPackage(for: order) }
        if tiktok.cancelsLateOrders {
            later(Timetable.automaticCancel) { $0.cancelLate(id) }
        }
    }

    private mutating func cancelLate(_ id: String) {
        guard let order = tiktok.orders[id] else { return }
        let late = order.lines.filter { $0.status == .awaitingShipment }.map(\.id)
        guard !late.isEmpty, order.times.paid != nil else { return }
        cancel(order: id, lines: late, role: .system, reason: "seller_did_not_ship_in_time")
    }

    /// Gives an order the status that its lines add up to.
    mutating func rollUp(_ id: String) {
        let now = now
        change(order: id) { order in
            let status = OrderStatus.rollUp(order.lines.map(\.status))
            if order.times.paid != nil || status == .cancelled { order.status = status }
            if order.status == .cancelled, order.times.cancelled == nil { order.times.cancelled = now }
        }
    }

    /// Nothing can be sent back any more.
    mutating func complete(_ id: String) {
        guard let order = tiktok.orders[id], order.status == .delivered else { return }
        guard !tiktok.returns.of(shop: order.shopID).contains(where: { $0.orderID == id && $0.isOpen }) else {
            later(.days(1)) { $0.complete(id) }
            return
        }
        finish(id)
    }

    mutating func finish(_ id: String) {
        let now = now
        change(order: id) { order in
            order.times.completed = now
            for index in order.lines.indices where order.lines[index].isOpen { order.lines[index].status = .completed }
        }
        rollUp(id)
    }
}
