import Contracts

extension Handling {
    /// What the carrier has seen of the parcel. Sightings come twice and late: what is newer, or says more, counts.
    mutating func sighted(_ seen: Journey) {
        let known = shipment.journey
        if let known, !seen.isNewer(than: known) { return }
        var journey = seen
        journey.firstScan = [known?.firstScan, seen.firstScan].compactMap(\.self).min()
        journey.deliveredAt = known?.deliveredAt ?? seen.deliveredAt
        shipment.journey = journey
        send(
            ShipmentTracked(
                shipment: shipment.id, order: shipment.orderID, shop: shop, status: journey.status.rawValue,
                detail: journey.detail, at: journey.at, handedOverAt: journey.firstScan))
        note("tracked", journey.detail ?? "The carrier's word is \(journey.status.rawValue).")
        guard let deliveredAt = journey.deliveredAt, known?.deliveredAt == nil else { return }
        send(
            ShipmentDelivered(
                shipment: shipment.id, order: shipment.orderID, shop: shop, handedOverAt: journey.firstScan,
                deliveredAt: deliveredAt))
        note("delivered", "The carrier says that the parcel has arrived.")
    }
}

extension Handling {
    /// What the channel has seen of a parcel under its own label. One with a label of ours is followed where that was
    /// bought.
    mutating func take(_ scanned: ParcelScanned) {
        guard shipment.label == nil else { return }
        shipment.shop = shipment.shop ?? scanned.shop
        sighted(Journey(scanned))
    }
}

extension Journey {
    /// The channel's word in ours; one that we do not know says only that it was seen.
    init(_ scanned: ParcelScanned) {
        self.init(
            status: Status(rawValue: scanned.status) ?? .unknown, detail: scanned.detail, at: scanned.at,
            firstScan: scanned.handedOverAt, deliveredAt: scanned.deliveredAt)
    }

    /// Whether it says more than another sighting does.
    func isNewer(than other: Journey) -> Bool {
        if (at, status) == (other.at, other.status) {
            return other.firstScan == nil && firstScan != nil || other.deliveredAt == nil && deliveredAt != nil
        }
        return at > other.at || at == other.at && status.rank > other.status.rank
    }
}

extension Journey.Status {
    /// The order of a way, for two sightings of the same moment.
    fileprivate var rank: Int {
        switch self {
        case .unknown: 0
        case .preTransit: 1
        case .transit: 2
        case .failure: 3
        case .returned: 4
        case .delivered: 5
        }
    }
}
