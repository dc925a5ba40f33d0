/// There is more of something than there was: orders that wait for it may fit.
///
/// Inventory tells it to itself and serves the waiting in steps of a bounded size.
public struct StockRisen: Event {
    /// The wire name.
    public static let name: MessageName = "shop.stock.risen.v1"
    /// Where there is more.
    public var places: [Place]
    /// Listings that have just been mapped: orders wait for them as well.
    public var listings: [StockChanged.Listing]

    /// One SKU at one location.
    public struct Place: Codable, Sendable, Hashable {
        /// Our id of the SKU.
        public var sku: SKUID
        /// Our id of the location.
        public var location: LocationID

        /// One SKU at one location.
        public init(sku: SKUID, location: LocationID) {
            self.sku = sku
            self.location = location
        }
    }

    /// Puts the record together.
    public init(places: [Place] = [], listings: [StockChanged.Listing] = []) {
        self.places = places
        self.listings = listings
    }
}
