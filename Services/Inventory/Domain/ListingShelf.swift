import Commerce
import Contracts

/// Where some of what a listing takes lies.
struct ListingShelf: Hashable, Sendable {
    let location: LocationID
    let name: String
    /// What each SKU has available to sell there; of others there is none.
    var available: [SKUID: Int] = [:]

    /// How many units of a listing can be sold from here (metric 20).
    func available(_ parts: [ListingRecord.Part]) -> Int {
        Commerce.Bundle(
            components: parts.map { .init(available: available[$0.sku] ?? 0, units: $0.units) }
        ).availableToSell
    }
}

extension ListingRecord {
    /// Names the listing.
    var key: ListingKey { ListingKey(tenant: tenant, shop: shop, channelSKU: channelSKU) }

    /// The listing with what can be sold of it, place by place.
    func showing(_ shelves: [ListingShelf]) -> ListingRecord {
        var record = self
        record.available = shelves.sorted { ($0.name, $0.location) < ($1.name, $1.location) }.map {
            Place(location: $0.location, locationName: $0.name, available: $0.available(parts))
        }
        return record
    }
}
