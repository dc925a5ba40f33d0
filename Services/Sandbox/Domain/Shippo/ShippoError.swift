/// A refusal in Shippo's words. There is no fixed envelope: a `detail`, or the faulty fields with their complaints.
struct ShippoError: Error {
    let status: Int
    let body: JSON
    var retryAfter: Int?

    static let unauthorized = ShippoError(status: 401, body: ["detail": "Token does not exist"])
    static let notFound = ShippoError(status: 404, body: ["detail": "Not found."])
    static let methodNotAllowed = ShippoError(status: 405, body: ["detail": "Method not allowed."])
    static let throttled = ShippoError(status: 429, body: ["detail": "Request was throttled."])
    static let badJSON = ShippoError(status: 400, body: ["detail": "JSON parse error"])

    static func field(_ name: String, _ complaint: String) -> ShippoError {
        ShippoError(status: 400, body: .object([.init(name: name, value: [.string(complaint)])]))
    }

    static func required(_ name: String) -> ShippoError {
        field(name, "This field is required.")
    }
}
