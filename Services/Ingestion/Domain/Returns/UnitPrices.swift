import Contracts

/// What the units of an order cost: by this a refund that is told as one sum is spread over what it is for, and units
/// of one listing are kept apart whose prices differ.
struct UnitPrices: Sendable {
    /// What a unit of each of the order's lines cost after discounts, in minor units; nothing for a gift.
    private var prices: [Int64] = []
    /// The lines' places, by the channel's ids of their units.
    private var places: [String: Int] = [:]
    /// Stands in for units that the order does not name.
    private var listings: [String: Int64] = [:]

    /// Knows nothing: sums are spread evenly.
    init() {}

    /// Knows the listings' prices alone.
    init(listings: [String: Int64]) {
        self.listings = listings
    }

    init(_ lines: [OrderLine]) {
        for (place, line) in lines.enumerated() {
            let paid = line.isGift ? 0 : max(0, line.original - line.sellerDiscount - line.platformDiscount)
            let price = line.ordered > 0 ? paid / Int64(line.ordered) : 0
            prices.append(price)
            for unit in line.channelLines { places[unit] = place }
            if !line.isGift { listings[line.channelSKU] = max(price, listings[line.channelSKU] ?? 0) }
        }
    }

    /// Which line of the order has a unit; nil where that is not known.
    func place(of unit: String?) -> Int? { unit.flatMap { places[$0] } }

    /// What a unit cost, in minor units.
    func price(at place: Int?, of channelSKU: String) -> Int64 {
        place.map { prices[$0] } ?? listings[channelSKU] ?? 0
    }
}
