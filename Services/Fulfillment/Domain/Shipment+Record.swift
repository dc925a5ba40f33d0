import Contracts

extension Shipment {
    /// Where it is on its way to the buyer.
    var state: ShipmentState {
        if journey?.deliveredAt != nil || order?.status == .delivered || order?.status == .completed {
            return .delivered
        }
        if journey?.status == .failure || journey?.status == .returned { return .failed }
        if order?.isGone == true, !isHandedOver { return .cancelled }
        if isHandedOver, order?.status != .partiallyShipping { return .inTransit }
        if isShipConfirmed { return .shipped }
        if label != nil || handover?.state == .asked { return .labelled }
        if let purchase { return purchase.isUnknown ? .unknownPurchase : .buying }
        return isBuying ? .buying : .waiting
    }

    /// Whether nothing happens before a person does something.
    var needsPerson: Bool {
        switch state {
        case .waiting, .labelled: wait?.needsPerson ?? false
        case .shipped: isAddressLate || isLabelSpare || isSplit
        case .inTransit: isAddressLate || isLabelSpare
        case .failed: true
        case .unknownPurchase: isPurchaseDoubtful
        case .buying, .delivered, .cancelled: false
        }
    }

    /// The number under which the carrier knows it.
    var tracking: String? { handover?.tracking ?? label?.tracking }

    /// Who carries it: in the carrier partner's word where the number is the label's, since the partner is asked for
    /// the parcel by it, and the channel has names of its own.
    var carrier: String? {
        guard let label else { return handover?.carrier }
        let isLabels = tracking.map { TrackingKey.of($0) == TrackingKey.of(label.tracking) } ?? true
        return isLabels ? label.carrier : handover?.carrier ?? label.carrier
    }

    /// What a person must know of a parcel that waits for nothing.
    private var sentence: String? {
        if isAddressLate { return "The address changed after the channel was told." }
        if isSplit, state == .shipped {
            return "The channel sends it in several packages; the log names them, and Seller Center has their labels."
        }
        return isLabelSpare && needsPerson ? "The channel does not know the parcel by the number of its label." : nil
    }

    /// What it waits for, where that is what people must know.
    private var shownWait: Wait? {
        switch state {
        case .waiting, .labelled: wait
        case .unknownPurchase: isPurchaseDoubtful ? trouble.map(Wait.trouble) : nil
        default: nil
        }
    }

    /// Whether it goes in several packages, of which we keep one label.
    private var isSplit: Bool { handover?.others?.isEmpty == false }

    /// As others may see it; nil while the order itself has not come.
    var record: ShipmentRecord? {
        guard let order else { return nil }
        let waiting = shownWait
        return ShipmentRecord(
            tenant: tenant, shipment: id, order: orderID, shop: order.shop, channelOrder: order.channelOrder,
            state: state, waitsFor: waiting?.word?.rawValue,
            sentence: sentence ?? waiting?.sentence,
            isPaused: isPaused, shipBy: order.shipBy, carrier: carrier, service: label?.service, tracking: tracking,
            cost: label?.cost, channelPackage: handover?.channelPackage,
            hasLabel: label?.file != nil || handover?.labelFile != nil, refund: voided.last?.refund.rawValue,
            createdAt: createdAt, changedAt: changedAt)
    }
}

/// Makes the key under which a tracking number is looked up: people type blanks, hyphens and lower case.
enum TrackingKey {
    static func of(_ number: String) -> String {
        String(number.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(100))
    }
}
