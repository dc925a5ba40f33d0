/// A parcel's way, as its carrier reports it.
struct Track: Sendable {
    enum Status: String, Sendable {
        case unknown = "UNKNOWN"
        case preTransit = "PRE_TRANSIT"
        case transit = "TRANSIT"
        case delivered = "DELIVERED"
        case returned = "RETURNED"
        case failure = "FAILURE"
    }

    struct Event: Sendable {
        let id: String
        let at: Moment
        let status: Status
        let details: String
        let substatus: String
        let place: Place
    }

    struct Place: Sendable {
        var city = ""
        var state = ""
        var zip = ""
        var country = ""
    }

    let carrier: String
    let number: String
    var metadata = ""
    var labelID: String?
    var from = Place()
    var to = Place()
    var service: CarrierService?
    var eta: Moment?
    var events: [Event] = []

    var status: Status { events.last?.status ?? .unknown }

    /// How Shippo names carriers in tracks: lower case, words joined by underscores.
    static func token(_ carrier: String) -> String {
        carrier.lowercased().replacing(" ", with: "_")
    }
}

/// An address that Shippo tells what has happened.
struct ShippoHook: Sendable {
    let id: String
    var url: String
    var event: String
    var isActive: Bool
    var isTest: Bool
    let created: Moment
    var updated: Moment

    static let events = [
        "transaction_created", "transaction_updated", "track_updated", "batch_created", "batch_purchased", "all",
    ]
}
