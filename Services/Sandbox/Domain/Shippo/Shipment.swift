/// What shall go where.
struct Shipment: Sendable {
    let id: String
    let created: Moment
    let from: ShippoAddress
    let to: ShippoAddress
    let parcels: [Parcel]
    let metadata: String
    let isTest: Bool
    /// Rates, once the carriers have answered.
    var rateIDs: [String] = []
    var messages: [CarrierMessage] = []
    var status = Status.queued

    enum Status: String, Sendable {
        case queued = "QUEUED"
        case success = "SUCCESS"
        case error = "ERROR"
    }

    struct Parcel: Sendable {
        let id: String
        let length: String
        let width: String
        let height: String
        let distanceUnit: String
        let weight: String
        let massUnit: String

        /// The weight in kilograms; nil for what is no weight.
        var kilograms: Double? {
            guard let number = Double(weight), number > 0, number.isFinite else { return nil }
            let factors = ["g": 0.001, "kg": 1, "oz": 0.0283495, "lb": 0.453592]
            return factors[massUnit].map { number * $0 }
        }
    }
}

/// What a carrier says about a shipment or a label.
struct CarrierMessage: Sendable, Equatable {
    let source: String
    var code = ""
    let text: String

    var json: JSON {
        ["source": .string(source), "code": .string(code), "text": .string(text)]
    }
}
