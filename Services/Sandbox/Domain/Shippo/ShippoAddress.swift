/// An address at Shippo; it never changes once made.
struct ShippoAddress: Sendable {
    var id = ""
    var created = Moment(milliseconds: 0)
    var fields: Fields
    var isTest = false
    var validation: Validation?

    struct Fields: Sendable, Equatable, Decodable {
        var name: String?
        var company: String?
        var street1: String?
        var street2: String?
        var street3: String?
        var streetNo: String?
        var city: String?
        var state: String?
        var zip: String?
        var country: String?
        var phone: String?
        var email: String?
        var isResidential: Bool?
        var metadata: String?
        var validate: Bool?
    }

    struct Validation: Sendable, Equatable {
        struct Message: Sendable, Equatable {
            let code: String
            let text: String
            let isError: Bool
        }

        var messages: [Message]
        var isValid: Bool { !messages.contains(where: \.isError) }
    }

    /// Whether a carrier could be asked about it at all.
    var isComplete: Bool {
        [fields.name ?? fields.company, fields.street1, fields.city, fields.zip].allSatisfy { !($0 ?? "").isEmpty }
    }
}
