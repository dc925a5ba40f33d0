import Contracts

/// What one listing may show to buyers, at one location.
///
/// A channel lowers its own number when it sells, so it is told two figures: how many units the listing may have in
/// all, and how many of them its own buyers have taken already; the rest is what it may still sell.
struct Offer: Hashable, Sendable {
    /// On hand − held − buffer − what other listings have reserved, in units of the listing; negative when others have
    /// more than there is.
    let limit: Int
    /// The listing's own open reservations, in units of the listing.
    let own: Int
    /// Of these, what is confirmed as shipped and so not counted by the channel any more.
    let shipConfirmed: Int

    /// The offer of a listing.
    ///
    /// - Parameters:
    ///   - parts: What one unit of it takes.
    ///   - level: The stock of a SKU at the location.
    ///   - own: What this listing has reserved of a SKU at the location.
    /// - Returns: Nil for a listing that takes nothing.
    init?(_ parts: [Component], level: (SKUID) -> Level?, own: (SKUID) -> Offers.Own) {
        guard !parts.isEmpty else { return nil }
        let limits = parts.map { part in
            guard let level = level(part.sku) else { return 0 }
            let others = level.reserved - own(part.sku).reserved
            let units = level.onHand - level.held - level.buffer - others
            // Rounded down also below zero: half a bundle too few is one too few.
            let (whole, rest) = units.quotientAndRemainder(dividingBy: part.units)
            return rest < 0 ? whole - 1 : whole
        }
        limit = limits.min() ?? 0
        self.own = parts.map { Self.whole(own($0.sku).reserved, $0) }.max() ?? 0
        shipConfirmed = parts.map { Self.whole(own($0.sku).shipConfirmed, $0) }.max() ?? 0
    }

    /// Units of the listing that units of a part belong to; one that is begun counts.
    private static func whole(_ units: Int, _ part: Component) -> Int {
        (units + part.units - 1) / part.units
    }
}
