/// Returns and refunds after delivery.
extension World {
    @discardableResult
    mutating func requestReturn(order id: String, kind: BuyerPlan.Return, lines: [String]? = nil) -> ReturnCase? {
        guard let order = tiktok.orders[id], order.status == .delivered else { return nil }
        let lines = (lines ?? order.openLines.prefix(1).map(\.id)).filter { id in
            order.openLines.contains { $0.id == id }
        }
        guard !lines.isEmpty else { return nil }
        let wish = ReturnCase(
            id: mint.id(.afterSale), shopID: order.shopID, orderID: id,
            kind: kind == .refundOnly ? .refund : .returnAndRefund, lineIDs: lines, reason: "item_does_not_fit",
            refund: Refund(of: order, lines: lines), created: now, updated: now,
            deadline: now + pace.real(Timetable.answer))
        tiktok.returns.enter(wish)
        announce(wish)
        change(order: id) { _ in }
        answerForSeller(wish.id, while: .pending) { $0.agree(return: wish.id) }
        return wish
    }

    /// After the deadline the platform decides for the buyer.
    private mutating func answerForSeller(
        _ id: String, while status: ReturnCase.Status, _ act: @escaping Agenda.Act
    ) {
        later(Timetable.answer) { world in
            if world.tiktok.returns[id]?.status == status { act(&world) }
        }
    }

    mutating func set(return id: String, to status: ReturnCase.Status, answerDue: Bool = false) {
        let now = now
        let deadline = answerDue ? now + pace.real(Timetable.answer) : nil
        tiktok.returns.change(id) {
            $0.status = status
            $0.deadline = deadline
            $0.updated = max($0.updated, now)
        }
        if let wish = tiktok.returns[id] { announce(wish) }
    }

    /// The seller agrees: to the refund, or to taking the goods back first.
    mutating func agree(return id: String) {
        guard let wish = tiktok.returns[id], wish.status == .pending else { return }
        guard wish.kind == .returnAndRefund else { return refund(return: id) }
        set(return: id, to: .awaitingBuyer)
        later(dice.span(Timetable.returnHandIn)) { $0.handIn(return: id) }
    }

    private mutating func handIn(return id: String) {
        guard let wish = tiktok.returns[id], wish.status == .awaitingBuyer,
            let order = tiktok.orders[wish.orderID]
        else { return }
        let tracking = platformTracking(order)
        tiktok.returns.change(id) { $0.tracking = tracking }
        set(return: id, to: .shipped)
        later(dice.span(Timetable.returnTransit)) { $0.arrive(return: id) }
    }

    private mutating func arrive(return id: String) {
        guard tiktok.returns[id]?.status == .shipped else { return }
        tiktok.returns.change(id) { $0.hasArrived = true }
        set(return: id, to: .shipped, answerDue: true)
        answerForSeller(id, while: .shipped) { $0.refund(return: id) }
    }

    mutating func refund(return id: String) {
        guard let wish = tiktok.returns[id], wish.status == .pending || wish.status == .shipped else { return }
        set(return: id, to: .success)
        later(Timetable.refund) { $0.closeRefunded(id) }
    }

    private mutating func closeRefunded(_ id: String) {
        set(return: id, to: .complete)
        guard let wish = tiktok.returns[id], let order = tiktok.orders[wish.orderID] else { return }
        let refunded = tiktok.returns.of(shop: wish.shopID)
            .filter { $0.orderID == wish.orderID && $0.status == .complete }.flatMap(\.lineIDs)
        if Set(order.openLines.map(\.id)).isSubset(of: refunded), order.status == .delivered { finish(order.id) }
    }

    /// The decisions a seller may send, and the stage in which each is understood.
    mutating func decide(return id: String, _ decision: String) throws {
        guard let wish = tiktok.returns[id] else { throw TikTokError.afterSale("return_id: return \(id) not found") }
        switch (decision, wish.status) {
        case ("APPROVE_REFUND", .pending), ("DIRECT_REFUND", .pending), ("APPROVE_RECEIVED_PACKAGE", .shipped):
            refund(return: id)
        case ("APPROVE_RETURN", .pending) where wish.kind == .returnAndRefund: agree(return: id)
        case ("REJECT_REFUND", .pending), ("REJECT_RETURN", .pending): set(return: id, to: .rejected)
        case ("REJECT_RECEIVED_PACKAGE", .shipped): set(return: id, to: .parcelRejected)
        default: throw TikTokError.afterSale("decision: \(decision) is not possible at \(wish.status.rawValue)")
        }
    }
}
