/// What buyers do on their own, by the plan that each order carries.
extension World {
    /// Books the buyer's acts for the stage that an order has just reached.
    mutating func enterStage(_ order: Order) {
        let id = order.id
        if order.status == .delivered, let kind = order.plan.returns {
            later(.days(1) + .days(5) * order.plan.fraction) { $0.requestReturn(order: id, kind: kind) }
        }
        guard let stage = BuyerPlan.Stage(order.status) else { return }
        let wait = length(of: stage, order) * order.plan.fraction
        if order.plan.moves == stage { later(wait) { $0.moveBuyer(id) } }
        if order.plan.cancels == stage { later(wait) { $0.buyerCancels(id) } }
    }

    private func length(of stage: BuyerPlan.Stage, _ order: Order) -> Duration {
        switch stage {
        case .unpaid: order.plan.paysAfter ?? Timetable.unpaid
        case .onHold: Timetable.hold
        case .awaitingShipment: Timetable.sellerWork
        case .awaitingCollection: Timetable.collection.lowerBound
        }
    }

    /// The buyer cancels: at once while that is free, by request afterwards, not at all once the parcel is moving.
    mutating func buyerCancels(_ id: String) {
        guard let order = tiktok.orders[id], order.pendingCancellation == nil else { return }
        switch order.status {
        case .unpaid, .onHold: cancel(order: id, lines: nil, role: .buyer, reason: "no_longer_needed")
        case .awaitingShipment, .partiallyShipping, .awaitingCollection: requestCancel(order: id)
        case .inTransit, .delivered, .completed, .cancelled: break
        }
    }

    private mutating func moveBuyer(_ id: String) {
        guard let order = tiktok.orders[id] else { return }
        var address = People.address(in: order.market, &dice)
        address.firstName = order.address.firstName
        address.lastName = order.address.lastName
        changeAddress(order: id, to: address)
    }

    /// Corrects where an order goes; whoever ships must look again.
    mutating func changeAddress(order id: String, to address: Address) {
        guard let order = tiktok.orders[id], order.status < .inTransit else { return }
        change(order: id) {
            $0.address = address
            $0.hasUpdatedAddress = true
        }
        announce(.recipientAddress, shop: order.shopID, ["order_id": .string(id), "update_time": .int(now.seconds)])
    }
}

extension BuyerPlan.Stage {
    init?(_ status: OrderStatus) {
        switch status {
        case .unpaid: self = .unpaid
        case .onHold: self = .onHold
        case .awaitingShipment: self = .awaitingShipment
        case .awaitingCollection: self = .awaitingCollection
        default: return nil
        }
    }
}

extension OrderStatus: Comparable {
    static func < (left: OrderStatus, right: OrderStatus) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        Self.allCases.firstIndex(of: self) ?? 0
    }
}
