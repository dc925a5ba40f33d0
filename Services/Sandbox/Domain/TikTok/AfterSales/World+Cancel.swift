/// Cancelling orders.
extension World {
    /// Cancels at once, the whole order or some lines, and refunds later.
    @discardableResult
    mutating func cancel(
        order id: String, lines: [String]?, role: Cancellation.Role, reason: String
    ) -> Cancellation? {
        guard let order = tiktok.orders[id] else { return nil }
        let lines = lines ?? order.openLines.map(\.id)
        let cancellation = file(order, lines: lines, role: role, reason: reason, status: .success)
        carryOut(cancellation)
        return cancellation
    }

    /// The buyer asks; the seller must answer, else the platform agrees.
    mutating func requestCancel(order id: String) {
        guard let order = tiktok.orders[id], order.pendingCancellation == nil else { return }
        let lines = order.lines.filter { $0.status <= .awaitingCollection }.map(\.id)
        let cancellation = file(order, lines: lines, role: .buyer, reason: "no_longer_needed", status: .pending)
        change(order: id) { $0.pendingCancellation = cancellation.id }
        later(Timetable.answer) { $0.approve(cancellation: cancellation.id) }
        if order.plan.withdraws {
            later(.minutes(30)) { $0.reject(cancellation: cancellation.id, reason: "withdrawn_by_buyer") }
        }
    }

    mutating func approve(cancellation id: String) {
        guard tiktok.cancellations[id]?.status == .pending else { return }
        settle(id, as: .success)
        if let cancellation = tiktok.cancellations[id] { carryOut(cancellation) }
    }

    /// Ends a request without effect: refused, withdrawn, or overtaken by shipping.
    mutating func reject(cancellation id: String, reason: String) {
        guard let cancellation = tiktok.cancellations[id], cancellation.status == .pending else { return }
        tiktok.cancellations.change(id) { $0.rejectReason = reason }
        settle(id, as: .cancelled)
        change(order: cancellation.orderID) { $0.pendingCancellation = nil }
    }

    private mutating func file(
        _ order: Order, lines: [String], role: Cancellation.Role, reason: String, status: Cancellation.Status
    ) -> Cancellation {
        let cancellation = Cancellation(
            id: mint.id(.afterSale), shopID: order.shopID, orderID: order.id, role: role, reason: reason,
            lineIDs: lines, created: now, updated: now, status: status,
            deadline: status == .pending ? now + pace.real(Timetable.answer) : nil,
            refund: Refund(of: order, lines: lines))
        tiktok.cancellations.enter(cancellation)
        announce(cancellation)
        return cancellation
    }

    private mutating func settle(_ id: String, as status: Cancellation.Status) {
        let now = now
        tiktok.cancellations.change(id) {
            $0.status = status
            $0.updated = max($0.updated, now)
        }
        if let cancellation = tiktok.cancellations[id] { announce(cancellation) }
    }

    private mutating func carryOut(_ cancellation: Cancellation) {
        withdraw(cancellation)
        change(order: cancellation.orderID) { $0.pendingCancellation = nil }
        rollUp(cancellation.orderID)
        let id = cancellation.id
        later(Timetable.refund) { $0.settle(id, as: .complete) }
    }

    /// Takes the lines out of the order and out of its parcels, and puts their units back on the shelf.
    private mutating func withdraw(_ cancellation: Cancellation) {
        guard let order = tiktok.orders[cancellation.orderID] else { return }
        let lines = order.lines.filter {
            cancellation.lineIDs.contains($0.id) && $0.status <= .awaitingCollection
        }
        for wasShipped in [false, true] {
            restore(
                lines.filter { ($0.status == .awaitingCollection) == wasShipped }, of: order, wasShipped: wasShipped)
        }
        let ids = lines.map(\.id)
        change(order: order.id) { order in
            for index in order.lines.indices where ids.contains(order.lines[index].id) {
                order.lines[index].status = .cancelled
                order.lines[index].cancelReason = cancellation.reason
                order.lines[index].cancelUser = cancellation.role.rawValue
            }
        }
        unpack(ids, of: order)
    }

    private mutating func restore(_ lines: [Line], of order: Order, wasShipped: Bool) {
        let draws = order.draws(of: lines)
        guard !draws.isEmpty else { return }
        tiktok.stock.restore(draws, to: order.warehouseID, wasShipped: wasShipped, order: order.id, at: now)
        announceStock(of: draws, order: order, source: "ORDER_CANCELLED") { ($0, wasShipped ? 0 : -$0) }
    }

    private mutating func unpack(_ lines: [String], of order: Order) {
        for id in order.packageIDs {
            takeOut(lines, from: id)
            if let package = tiktok.packages[id], package.status == .toFulfill {
                announcePackage(package, cause: "PARTLY_CANCEL_SPLIT")
            }
        }
    }
}
