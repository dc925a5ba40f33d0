/// A country in which TikTok Shop sells, with the rules that differ there.
struct Market: Sendable {
    /// Countries that share rules for shipping.
    enum Family: Sendable {
        case unitedStates, europe, japan, southEastAsia, latinAmerica
    }

    let region: String
    let country: String
    let currency: Currency
    let family: Family
    /// Minor units of this currency for one US cent, used to price the demo catalogue.
    let minorPerCent: Double
    /// Sales tax added to the price, in hundredths of a percent; 0 where prices include it.
    let taxRate: Int
    let phonePrefix: String
    let carriers: [String]
    let places: [Place]

    /// A town that addresses of the market may lie in.
    struct Place: Sendable {
        let state: String
        let county: String
        let city: String
        let postalCode: String
    }

    static func of(_ region: String) -> Market? {
        all.first { $0.region == region }
    }

    /// Minor units for a price that is given in US cents.
    func price(cents: Int) -> Int {
        max(1, Int((Double(cents) * minorPerCent).rounded()))
    }

    /// Whether a package exists, and can be shipped by id, as soon as the order may be shipped.
    func hasPackageBeforeShipping(_ shipping: ShippingType) -> Bool {
        switch family {
        case .unitedStates: false
        case .europe, .japan: shipping == .tiktok
        case .southEastAsia, .latinAmerica: true
        }
    }

    /// Whether that package is already shown in the order; in the US and UK it is not.
    var showsPackageBeforeShipping: Bool {
        region != "US" && region != "GB"
    }

    /// Whether the seller may ask which services of the platform's own shipping there are.
    var offersServices: Bool { family == .unitedStates || family == .japan }

    /// Whether a package is created with a service that the seller has chosen, and with no other.
    var needsService: Bool { family == .unitedStates }

    /// Which of the shipping calls this market accepts for a shipping type.
    func accepts(_ call: ShipCall, for shipping: ShippingType) -> Bool {
        switch (family, shipping) {
        case (.unitedStates, .tiktok): call == .createPackages
        case (.europe, .tiktok), (.japan, .tiktok): call == .shipPackage || call == .createPackages
        case (.unitedStates, .seller), (.europe, .seller), (.japan, .seller): call == .markShipped
        case (.southEastAsia, _), (.latinAmerica, _): call == .shipPackage
        }
    }
}

/// The calls that hand an order over for shipping.
enum ShipCall: String, Sendable {
    case markShipped, shipPackage, createPackages
}

/// Who brings the parcel to the carrier's network and pays for the label.
enum ShippingType: String, Sendable {
    case tiktok = "TIKTOK"
    case seller = "SELLER"
}
