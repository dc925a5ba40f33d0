import Contracts

/// Why a person's act is not possible now.
struct NotNow: Error, Hashable {
    /// A constant word for programs.
    let code: String
    /// For people.
    let sentence: String

    static let tooLate = NotNow(code: "alreadyShipped", sentence: "the channel has the parcel as shipped already")
    static let gone = NotNow(code: "cancelled", sentence: "the order is cancelled")
    static let noLabel = NotNow(code: "noLabel", sentence: "there is no label to void")
    static let inFlight = NotNow(code: "shipping", sentence: "the channel is being told of the parcel right now")
    static let nothingFailed = NotNow(code: "nothingFailed", sentence: "nothing has failed that could be tried again")
    static let notShipped = NotNow(code: "notShipped", sentence: "the channel has not taken the parcel yet")
    static let fixing = NotNow(code: "fixInFlight", sentence: "the channel is being told of another number right now")
}

extension Handling {
    /// Does what a person wants; what is so already is not noted again.
    mutating func perform(
        _ act: ShipmentAct.Act, reason: String?, _ here: Circumstances
    ) throws(NotNow) {
        let isGivingUp = act == .retry && shipment.isPurchaseDoubtful
        if shipment.order?.isGone == true, !isGivingUp { throw .gone }
        if act == .void, shipment.label == nil { throw .noLabel }
        let isSpare = act == .void && shipment.isLabelUnused
        if shipment.hasLeft, act != .retry, !isSpare { throw .tooLate }
        let why = reason.map { ": \($0)" } ?? "."
        switch act {
        case .pause: pause(why)
        case .release: release(why)
        case .confirm: confirm(why, here)
        case .retry: try retry(why, here)
        case .void: try voidByHand(why)
        }
        advance(here)
    }

    private mutating func pause(_ why: String) {
        guard !shipment.isPaused else { return }
        shipment.isPaused = true
        act("shipmentPaused", "The shipment was paused\(why)")
    }

    private mutating func release(_ why: String) {
        guard shipment.isPaused else { return }
        shipment.isPaused = false
        act("shipmentReleased", "The shipment goes on\(why)")
    }

    /// Of an order that has left in part the rest is confirmed by itself: an earlier word was for all of it.
    private mutating func confirm(_ why: String, _ here: Circumstances) {
        let isRest = shipment.next(here) == .wait(.partial)
        guard isRest || !shipment.isConfirmed else { return }
        if isRest { shipment.isRestConfirmed = true }
        shipment.isConfirmed = true
        act("shipmentConfirmed", "The shipment was confirmed\(why)")
    }

    /// Also where the work gave up on a purchase that was never begun, where a person knows more of one than its books,
    /// and where a hidden address stands in the way: then it is tried with what the channel shows of it.
    private mutating func retry(_ why: String, _ here: Circumstances) throws(NotNow) {
        let isMasked = shipment.next(here) == .wait(.masked)
        guard isMasked || shipment.trouble != nil || shipment.isBuying && shipment.purchase == nil else {
            throw .nothingFailed
        }
        if isMasked { shipment.recipient?.isTried = true }
        // Whoever tries again with no carrier left has had one added.
        if shipment.trouble?.word == .rates { forgetUnlisted() }
        let isLast = shipment.isPurchaseDoubtful && shipment.isOver
        if shipment.isPurchaseDoubtful { giveUpPurchase(why) }
        forget()
        (shipment.isBuying, shipment.lostPurchases) = (false, nil)
        if !isLast { act("shipmentRetried", "It is tried again\(why)") }
    }

    /// A person knows, or bears, what became of a purchase that the partner's books leave open.
    private mutating func giveUpPurchase(_ why: String) {
        let sentence = "A person gave up the purchase; should it appear, its refund is asked for"
        // Where another one follows, the owner of the brand reads of that.
        if shipment.isOver { act("purchaseGivenUp", sentence + why) } else { note("purchaseGivenUp", sentence + ".") }
        abandon()
    }

    private mutating func voidByHand(_ why: String) throws(NotNow) {
        if let handover = shipment.handover, handover.state == .asked, handover.isLook != true { throw .inFlight }
        if !shipment.isShipConfirmed { shipment.isPaused = true }
        note("labelGivenUp", "The label was given up by hand\(why)")
        void(.byHand)
    }

    /// Another carrier or number is told to the channel; also of a parcel that somebody shipped in Seller Center, of
    /// which no package is known: then it is the order's.
    mutating func fixTracking(_ fix: Handover.Fix) throws(NotNow) {
        guard let order = shipment.order, shipment.isShipConfirmed else { throw .notShipped }
        if shipment.handover?.state == .asked { throw .inFlight }
        let accepted = shipment.handover.flatMap { $0.state == .accepted ? $0 : nil }
        var handover = accepted ?? Handover(state: .accepted, recipientVersion: 0)
        if handover.fix != nil { throw .fixing }
        handover.fix = fix
        shipment.handover = handover
        send(
            TrackingFix(
                shipment: shipment.id, order: shipment.orderID, shop: order.shop, channelOrder: order.channelOrder,
                channelPackage: handover.channelPackage ?? "", carrier: fix.carrier, tracking: fix.tracking))
        act("trackingFixAsked", "The channel is told of \(fix.carrier) \(fix.tracking).")
    }
}
