import TikTokShop

/// Words to act on for what the channel refuses.
enum ShipRefusal {
    /// The word for an error that repeating does not mend; nil for one that it may.
    static func reason(_ kind: TikTokShopError.Kind) -> String? {
        switch kind {
        case .onHold: "onHold"
        case .afterSalePending: "cancelRequested"
        case .orderCancelled: "cancelled"
        case .wrongShipCall: "unsupportedMarket"
        case .fulfilledByTikTok: "fulfilledByChannel"
        case .trackingRefused: "badTracking"
        case .trackingNotEditable: "trackingFinal"
        case .invalidRequest, .business: "refused"
        default: nil
        }
    }

    /// The channel's carrier that is meant by ours; nil when none is, or more than one could be.
    static func provider(_ carrier: String, among providers: [ShippingProvider]) -> ShippingProvider? {
        let wanted = plain(carrier)
        let same = providers.filter { $0.id != nil && plain($0.name ?? "") == wanted }
        if same.count == 1 { return same.first }
        let similar = providers.filter { provider in
            let name = plain(provider.name ?? "")
            return provider.id != nil && !name.isEmpty && (name.hasPrefix(wanted) || wanted.hasPrefix(name))
        }
        return same.isEmpty && similar.count == 1 ? similar.first : nil
    }

    private static func plain(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
    }
}
