import Contracts

extension Handling {
    /// A version of the order: the highest counts.
    mutating func take(_ order: OrderChanged) {
        guard order.version > shipment.order?.version ?? 0 else { return }
        let before = shipment.order
        (shipment.shop, shipment.order) = (order.shop, order)
        // What the channel refused it may take now.
        if shipment.trouble?.word == .channel || shipment.handover?.state == .refused { forget() }
        if let before, before.deliveryOption != order.deliveryOption { forgetUnlisted() }
        if before == nil { note("orderSeen", "The order is known.") }
        if order.isGone, before?.isGone != true { note("orderCancelled", "Nothing of the order will be sent.") }
    }

    /// A version of the recipient: the highest counts.
    mutating func take(_ recipient: RecipientChanged) {
        guard recipient.version > shipment.recipient?.version ?? 0 else { return }
        let isFirst = shipment.recipient == nil
        shipment.shop = shipment.shop ?? recipient.shop
        shipment.recipient = RecipientFact(version: recipient.version, isMasked: recipient.isMasked)
        if shipment.trouble?.word == .address { forget() }
        if !isFirst { note("addressChanged", "The recipient's address changed.") }
    }

    mutating func take(_ stock: StockReserved) {
        guard stock.version > shipment.stock.reserved else { return }
        shipment.stock.reserved = stock.version
        shipment.shop = shipment.shop ?? stock.shop
        note("stockReserved", "All that the order needs is set aside.")
    }

    mutating func take(_ stock: StockShort) {
        guard stock.version > shipment.stock.short else { return }
        shipment.stock.short = stock.version
        shipment.shop = shipment.shop ?? stock.shop
        note("stockShort", "Something of the order is not in stock.")
    }

    mutating func take(_ stock: StockReleased) {
        guard stock.version > shipment.stock.released else { return }
        shipment.stock.released = stock.version
        shipment.shop = shipment.shop ?? stock.shop
        note("stockReleased", "What was cancelled of the order is free again.")
    }

    /// The channel has the parcel as shipped: whoever the channel says won.
    mutating func take(_ accepted: OrderShipAccepted) {
        if takeOther(accepted) { return }
        var handover =
            shipment.handover
            ?? Handover(state: .accepted, recipientVersion: shipment.recipient?.version ?? 0)
        let fix = handover.state == .accepted ? handover.fix : nil
        let isKnown =
            handover.channelPackage != nil || handover.tracking != nil && handover.tracking == accepted.tracking
        guard handover.state != .accepted || fix != nil || !isKnown else { return }
        handover.state = .accepted
        (handover.fix, handover.isLook) = (nil, nil)
        handover.channelPackage = accepted.channelPackage.isEmpty ? handover.channelPackage : accepted.channelPackage
        handover.tracking = fix?.tracking ?? accepted.tracking ?? handover.tracking
        handover.carrier = fix?.carrier ?? accepted.carrier ?? handover.carrier
        handover.labelFile = accepted.labelFile ?? handover.labelFile
        // What was seen of the old number says nothing of the new one.
        if let fix, fix.tracking != shipment.tracking { shipment.journey = nil }
        shipment.handover = handover
        forget()
        act(
            fix == nil ? "orderShipped" : "trackingFixed",
            fix == nil ? "The channel has taken the parcel." : "The channel knows the new tracking number.")
        if shipment.label != nil || fix != nil { want(.track) }
        if fix == nil { settleSpareLabel() }
    }

    /// Of an order that the channel has split and makes the labels of, each package is answered, in any order:
    /// whichever comes first is the parcel, and people are told of the others.
    private mutating func takeOther(_ accepted: OrderShipAccepted) -> Bool {
        guard var handover = shipment.handover, handover.state == .accepted, handover.fix == nil,
            shipment.label == nil, shipment.order?.shipping == .channel, !accepted.channelPackage.isEmpty,
            let first = handover.channelPackage, first != accepted.channelPackage
        else { return false }
        let known = handover.others ?? []
        guard known.count < Handover.mostPackages,
            !known.contains(where: { $0.channelPackage == accepted.channelPackage })
        else { return true }
        let other = Handover.Package(
            channelPackage: accepted.channelPackage, tracking: accepted.tracking, carrier: accepted.carrier,
            labelFile: accepted.labelFile)
        handover.others = known + [other]
        shipment.handover = handover
        let label = other.labelFile == nil ? "that label is printed in Seller Center" : "it has a label of its own"
        act(
            "packageShipped",
            "The channel sends a part of it in package \(other.channelPackage), number \(other.tracking ?? "unknown"); "
                + "\(label).")
        return true
    }

    /// The channel will not take the parcel, or not its new number.
    mutating func take(_ refused: OrderShipRefused) {
        guard var handover = shipment.handover else { return }
        if handover.state == .accepted {
            guard handover.fix != nil else { return }
            handover.fix = nil
            shipment.handover = handover
            return act("trackingRefused", "The channel refused the new tracking number: \(refused.detail)")
        }
        if refused.reason == "unknownCarrier", let label = shipment.label, !shipment.isShipConfirmed {
            return replace(label, refused.detail)
        }
        handover.state = .refused
        shipment.handover = handover
        if handover.isLook == true { return noteUnknownNumber(refused.detail) }
        shipment.trouble = Trouble(reason: refused.reason, word: .channel, detail: refused.detail)
        act("shipRefused", "The channel refused the parcel: \(refused.detail)")
    }

    /// Looks again after something else has changed. A refusal for want of a connection, or of a permission that a new
    /// connection may bring, ends with the connection.
    mutating func review(_ here: Circumstances) {
        if let reason = shipment.trouble?.reason, ["notConnected", "scopeMissing"].contains(reason), here.isConnected {
            forget()
        }
        advance(here)
    }

    /// Forgets what went wrong, so that it is tried again.
    mutating func forget() {
        shipment.trouble = nil
        if shipment.handover?.state == .refused { shipment.handover = nil }
    }

    /// The parcel has left for an address that is not the newest one.
    mutating func noteLateAddress() {
        guard let recipient = shipment.recipient, shipment.isShipConfirmed, !shipment.isAddressLate,
            shipment.order?.isGone != true,
            let told = shipment.label?.recipientVersion ?? shipment.handover?.recipientVersion,
            // Zero: nobody had named an address yet. The channel's own label needs none of us.
            told > 0, told < recipient.version
        else { return }
        shipment.isAddressLate = true
        act("addressChangedLate", "The address changed after the channel was told of the parcel; a person must decide.")
    }
}
