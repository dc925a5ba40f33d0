import Contracts

/// Labels that turn out to be of no use: the channel does not list their carrier, or somebody shipped without them.
extension Handling {
    // MARK: Another carrier

    /// The channel lists other carriers for the order. Each is left out for this parcel from now on, so that the choice
    /// ends at the latest when none is left.
    mutating func replace(_ label: Label, _ detail: String) {
        leaveOut(label.carrier)
        note("carrierUnlisted", "The channel does not take \(label.carrier): \(detail)")
        void(.unlistedCarrier)
    }

    /// The channel's list may be another one now.
    mutating func forgetUnlisted() {
        guard shipment.unlisted != nil else { return }
        shipment.unlisted = nil
        if shipment.trouble?.word == .rates { forget() }
    }

    // MARK: Shipped by others

    /// Somebody shipped the order at the channel while a label lies here. That may be the parcel's label all the same:
    /// so the channel is asked which number it knows. A command without a number ships nothing.
    mutating func lookAtSpareLabel() {
        guard let order = shipment.order, order.isOurs, !order.isGone, shipment.isLabelUnused,
            shipment.handover == nil
        else { return }
        shipment.handover = Handover(
            state: .asked, recipientVersion: shipment.label?.recipientVersion ?? 0, isLook: true)
        send(
            OrderShip(
                shipment: shipment.id, order: shipment.orderID, shop: order.shop, channelOrder: order.channelOrder))
        note("numberAsked", "Somebody else shipped the order; the channel is asked for the parcel's number.")
    }

    /// The channel has told the parcel's number. When it is not the label's, the label's refund is asked for, unless
    /// the carrier has seen it: then it is on some parcel, and a person must look.
    mutating func settleSpareLabel() {
        guard shipment.isLabelUnused else { return }
        let isKnown = shipment.handover?.tracking != nil
        let isSeen = shipment.journey?.firstScan != nil
        let what =
            isKnown
            ? "The channel has the parcel under another number than the label's"
            : "The channel has the parcel as shipped and does not tell its number"
        act("otherTracking", isKnown && !isSeen ? "\(what)." : "\(what); a person must look.")
        if isKnown, !isSeen { void(.shippedElsewhere) }
    }

    /// The channel does not tell the number of a parcel that somebody else shipped.
    mutating func noteUnknownNumber(_ detail: String) {
        guard shipment.isLabelUnused else { return }
        act(
            "otherTracking",
            "Somebody else shipped the order, and the channel does not tell its number; a person must look: \(detail)")
    }
}

extension Shipment {
    /// Whether the channel does not list a carrier for the order.
    func isUnlisted(_ carrier: String) -> Bool { unlisted?.contains(carrier) ?? false }
}
