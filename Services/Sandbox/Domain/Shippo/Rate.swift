/// What a carrier asks for a shipment; it can be bought for seven days.
struct Rate: Sendable {
    let id: String
    let shipmentID: String
    let created: Moment
    let service: CarrierService
    /// Minor units of `currency`.
    let amount: Int
    let currency: Currency
    let zone: Int
    var attributes: [String] = []

    static let lifetime = Duration.days(7)
}

/// A carrier's product and how it is priced.
struct CarrierService: Sendable {
    let carrier: String
    let name: String
    let token: String
    /// US cents: for the first half kilogram, and for every further one.
    let base: Int
    let perHalfKilogram: Int
    let days: Int
    /// In kilograms.
    let mostWeight: Double

    /// Cents for a weight and a zone from 1 to 8; every zone adds six percent.
    func cents(kilograms: Double, zone: Int) -> Int {
        let halves = max(0, Int((kilograms / 0.5).rounded(.up)) - 1)
        return (base + halves * perHalfKilogram) * (100 + 6 * zone) / 100
    }
}
