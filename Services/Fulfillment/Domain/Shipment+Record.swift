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
        // Whatever became of the order: money may have been paid, and nobody else ends it.
        if isPurchaseDoubtful { return true }
        return switch state {
        case .waiting, .labelled: wait?.needsPerson ?? false
        case .shipped: isAddressLate || isLabelSpare || lacksLabel
        case .inTransit: isAddressLate || isLabelSpare
        case .failed: true
        case .buying, .unknownPurchase, .delivered, .cancelled: false
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
        if lacksLabel, state == .shipped {
            return "The channel sends it in several packages; Seller Center has the labels that are missing here."
        }
        return isLabelSpare && needsPerson ? "The channel does not know the parcel by the number of its label." : nil
    }

    /// What it waits for, where that is what people must know.
    private var shownWait: Wait? {
        if isPurchaseDoubtful { return .trouble(doubt) }
        return state == .waiting || state == .labelled ? wait : nil
    }

    /// All packages where there are several; else none.
    private var packages: [Handover.Package] { handover?.packages ?? [] }

    /// Whether it goes in several packages, and somebody must print a label that we do not have.
    private var lacksLabel: Bool { packages.contains { $0.labelFile == nil } }

    /// Ingestion's file with the channel's label of a package, of the first that has one where none is named.
    func channelFile(of package: String?) -> String? {
        guard let package else { return handover?.labelFile ?? packages.lazy.compactMap(\.labelFile).first }
        if package == handover?.channelPackage { return handover?.labelFile }
        return packages.first { $0.channelPackage == package }?.labelFile
    }

    /// Whether the channel knows a package of it by this id.
    func hasPackage(_ package: String) -> Bool {
        package == handover?.channelPackage || packages.contains { $0.channelPackage == package }
    }

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
            packages: packages.isEmpty ? nil : packages.map(ShipmentPackage.init),
            hasLabel: label?.file != nil || channelFile(of: nil) != nil, refund: voided.last?.refund.rawValue,
            createdAt: createdAt, changedAt: changedAt)
    }
}

extension ShipmentPackage {
    /// A package as others may see it.
    fileprivate init(_ package: Handover.Package) {
        self.init(
            channelPackage: package.channelPackage, tracking: package.tracking, carrier: package.carrier,
            hasLabel: package.labelFile != nil)
    }
}

/// Makes the key under which a tracking number is looked up: people type blanks, hyphens and lower case.
enum TrackingKey {
    static func of(_ number: String) -> String {
        String(number.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(100))
    }
}
