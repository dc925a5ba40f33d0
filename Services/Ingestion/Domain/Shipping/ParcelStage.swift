import Contracts

/// How far a parcel under the channel's own label is.
enum ParcelStage: String, Sendable {
    /// The channel has made its label.
    case preTransit
    /// The carrier has a part of it at least.
    case transit
    /// All of it has arrived.
    case delivered
}

extension OrderSnapshot {
    /// How far the order's parcel is; nil where there is none under the channel's label, or it will not move any more.
    ///
    /// The order says it and not the scans: their sentences are for people, in any language.
    var parcelStage: ParcelStage? {
        guard shipping == .channel, !flags.contains(.fulfilledByChannel) else { return nil }
        switch status {
        case .delivered, .completed: return .delivered
        case .cancelled, .unpaid, .onHold, .other: return nil
        case .awaitingShipment, .partiallyShipping, .awaitingCollection, .inTransit:
            if lines.contains(where: { $0.units.handedOver > 0 }) { return .transit }
            return lines.contains { $0.units.shipConfirmed > 0 } ? .preTransit : nil
        }
    }

    /// Since when the parcel is followed, as far as the channel tells.
    var parcelSince: Instant { shippedAt ?? handedOverAt ?? paidAt ?? placedAt }
}

extension OrderChange {
    /// Whether there is something new to see of the order's parcel. What had arrived before the order was first seen is
    /// history, and what has arrived once does not move again.
    var movesParcel: Bool {
        guard isVersion, let stage = snapshot.parcelStage else { return false }
        guard stage == .delivered else { return true }
        return previousStatus.map { $0 != .delivered && $0 != .completed } ?? false
    }
}
