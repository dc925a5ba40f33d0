import Contracts
import TikTokShop

extension OrderSnapshot {
    /// More scans than any parcel has.
    private static let mostScans = 1_000

    /// What the channel tells of the order's parcel; nil while nobody has seen it.
    ///
    /// Scans tell the words and the newest time. When the carrier took it and when it arrived the order says; where it
    /// does not say the latter, the newest scan is the one at the door: the channel ends the order's way by it. That is
    /// a guess, since no document says so.
    ///
    /// - Parameter now: Scans of later than this, by more than clocks differ, are left out: nothing would be newer.
    func sighting(_ scans: [TrackingScan], _ id: OrderID, _ shop: ShopID, now: Instant) -> ParcelScanned? {
        guard let stage = parcelStage else { return nil }
        let newest = Self.newest(scans, now)
        let handedOver = stage == .preTransit ? nil : handedOverAt
        let delivered = stage == .delivered ? arrival(newest?.at, handedOver) : nil
        guard let at = [newest?.at, handedOver, delivered].compactMap(\.self).max() else { return nil }
        return ParcelScanned(
            order: id, shop: shop, channelOrder: channelOrder, status: stage.rawValue, detail: newest?.words, at: at,
            handedOverAt: handedOver, deliveredAt: delivered)
    }

    /// When the parcel arrived; nil where nobody says so: the order's end comes two weeks later and tells nothing.
    private func arrival(_ scanned: Instant?, _ handedOver: Instant?) -> Instant? {
        if let deliveredAt { return deliveredAt }
        if let scanned, scanned > handedOver ?? placedAt { return scanned }
        return status == .delivered ? updatedAt : nil
    }

    private static func newest(_ scans: [TrackingScan], _ now: Instant) -> (at: Instant, words: String?)? {
        let limit = now.milliseconds + OrderReader.clockTolerance
        let seen = scans.prefix(mostScans).compactMap { scan in
            scan.updateTimeMillis.flatMap { (1...limit).contains(Int64($0)) ? (at: Int64($0), scan: scan) : nil }
        }
        return seen.max { $0.at < $1.at }.map { at, scan in
            (Instant(milliseconds: at), scan.description?.nonEmpty?.cut(to: ForeignText.longest).storable)
        }
    }
}
