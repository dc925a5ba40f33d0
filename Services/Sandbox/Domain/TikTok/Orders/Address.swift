/// Where an order goes.
struct Address: Sendable, Equatable {
    var firstName: String
    var lastName: String
    var phone: String
    var line1: String
    var line2: String
    var place: Place
    var region: String
    var country: String

    struct Place: Sendable, Equatable {
        var state: String
        var county: String
        var city: String
        var postalCode: String
    }

    init(
        firstName: String, lastName: String, phone: String, line1: String, line2: String, place: Market.Place,
        market: Market
    ) {
        self.firstName = firstName
        self.lastName = lastName
        self.phone = phone
        self.line1 = line1
        self.line2 = line2
        self.place = Place(
            state: place.state, county: place.county, city: place.city, postalCode: place.postalCode)
        region = market.region
        country = market.country
    }

    var name: String { "\(firstName) \(lastName)" }
    var detail: String { line2.isEmpty ? line1 : "\(line1), \(line2)" }
    var full: String {
        "\(detail), \(place.city), \(place.county), \(place.state), \(place.postalCode), \(country)"
    }
}

extension Address {
    /// How much of an address an app may see.
    enum Sight: Sendable {
        case clear, masked, empty
    }

    /// The same address with its personal parts starred out: initials, the start of the phone number, the town.
    var masked: Address {
        var copy = self
        copy.firstName = Self.starred(firstName)
        copy.lastName = Self.starred(lastName)
        copy.phone = String(phone.prefix(6)) + "*****" + String(phone.suffix(2))
        copy.line1 = Self.starred(line1)
        copy.line2 = line2.isEmpty ? "" : "***"
        return copy
    }

    /// The same address with the middle of the telephone starred out, and nothing else.
    var withoutPhone: Address {
        var copy = self
        copy.phone = String(phone.dropLast(8)) + "***" + String(phone.suffix(5))
        return copy
    }

    private static func starred(_ text: String) -> String {
        text.prefix(1) + "***"
    }
}
