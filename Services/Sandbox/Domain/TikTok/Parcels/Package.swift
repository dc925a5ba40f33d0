/// A parcel: some lines of one order, or of several that are shipped together.
struct Package: ShopRecord {
    enum Status: String, Sendable {
        case toFulfill = "TO_FULFILL"
        case processing = "PROCESSING"
        case fulfilling = "FULFILLING"
        case completed = "COMPLETED"
        case cancelled = "CANCELLED"
    }

    let id: String
    let shopID: String
    /// Order ids with the lines that lie in this parcel.
    var contents: [Content]
    let shipping: ShippingType
    let created: Moment
    var updated: Moment
    var status = Status.toFulfill
    var tracking: Tracking?
    var shipped: Moment?
    var fixes = 0
    /// Where it was seen, oldest first.
    var scans: [Scan] = []
    /// The chosen service and its price in minor units, where the platform sells the label.
    var service: ShippingService?

    struct Content: Sendable, Equatable {
        let orderID: String
        var lineIDs: [String]
    }

    struct Tracking: Sendable, Equatable {
        var number: String
        var provider: DeliveryOption.Provider
    }

    var orderIDs: [String] { contents.map(\.orderID) }
    var lineIDs: [String] { contents.flatMap(\.lineIDs) }
}

/// A label that the platform sells for a parcel.
struct ShippingService: Sendable {
    let id: String
    let name: String
    let provider: DeliveryOption.Provider
    /// Minor units of the market's currency.
    let price: Int
    let days: ClosedRange<Int>
}
