extension Market {
    /// The markets the sandbox knows. Brazil is left out: shipping there needs an uploaded invoice first.
    static let all: [Market] = [
        Market(
            region: "US", country: "United States", currency: .usDollar, family: .unitedStates, minorPerCent: 1,
            taxRate: 825, phonePrefix: "+1", carriers: ["USPS", "UPS", "FedEx", "DHL eCommerce"],
            places: [
                Place(state: "Texas", county: "Travis", city: "Austin", postalCode: "78701"),
                Place(state: "California", county: "Los Angeles", city: "Los Angeles", postalCode: "90012"),
                Place(state: "New York", county: "Kings", city: "Brooklyn", postalCode: "11201"),
                Place(state: "Illinois", county: "Cook", city: "Chicago", postalCode: "60601"),
                Place(state: "Florida", county: "Miami-Dade", city: "Miami", postalCode: "33130"),
                Place(state: "Washington", county: "King", city: "Seattle", postalCode: "98101"),
            ]),
        Market(
            region: "GB", country: "United Kingdom", currency: .pound, family: .europe, minorPerCent: 0.8,
            taxRate: 0, phonePrefix: "+44", carriers: ["Royal Mail", "Evri", "DPD UK", "Yodel"],
            places: [
                Place(state: "England", county: "Greater London", city: "London", postalCode: "E1 6AN"),
                Place(state: "England", county: "Greater Manchester", city: "Manchester", postalCode: "M1 1AE"),
                Place(state: "Scotland", county: "Lothian", city: "Edinburgh", postalCode: "EH1 1BQ"),
            ]),
        european("DE", "Germany", "+49", ["DHL", "DPD", "Hermes"], ("Berlin", "Berlin", "Berlin", "10115")),
        european("FR", "France", "+33", ["Colissimo", "Chronopost"], ("Ile-de-France", "Paris", "Paris", "75001")),
        european("ES", "Spain", "+34", ["Correos", "SEUR"], ("Madrid", "Madrid", "Madrid", "28001")),
        european("IT", "Italy", "+39", ["Poste Italiane", "BRT"], ("Lazio", "Roma", "Roma", "00184")),
        european("IE", "Ireland", "+353", ["An Post", "DPD Ireland"], ("Leinster", "Dublin", "Dublin", "D01 F5P2")),
        Market(
            region: "JP", country: "Japan", currency: .yen, family: .japan, minorPerCent: 1.5, taxRate: 0,
            phonePrefix: "+81", carriers: ["Yamato", "Sagawa", "Japan Post"],
            places: [Place(state: "Tokyo", county: "Shibuya", city: "Shibuya", postalCode: "150-0002")]),
        asian(
            "ID", "Indonesia", .rupiah, 160, "+62", ["JNE", "J&T Express", "SiCepat"],
            ("DKI Jakarta", "Jakarta Selatan", "Kebayoran Baru", "12110")),
        asian(
            "MY", "Malaysia", .ringgit, 4.5, "+60", ["J&T Express", "Ninja Van"],
            ("Selangor", "Petaling", "Petaling Jaya", "46000")),
        asian(
            "PH", "Philippines", .peso, 57, "+63", ["J&T Express", "Flash Express"],
            ("Metro Manila", "Makati", "Poblacion", "1210")),
        asian(
            "SG", "Singapore", .singaporeDollar, 1.35, "+65", ["Ninja Van", "SingPost"],
            ("Singapore", "Central", "Singapore", "018956")),
        asian(
            "TH", "Thailand", .baht, 35, "+66", ["Flash Express", "Kerry Express"],
            ("Bangkok", "Bang Rak", "Si Lom", "10500")),
        asian(
            "VN", "Vietnam", .dong, 250, "+84", ["GHN", "J&T Express"],
            ("Ho Chi Minh", "District 1", "Ben Nghe", "700000")),
        Market(
            region: "MX", country: "Mexico", currency: .mexicanPeso, family: .latinAmerica, minorPerCent: 18,
            taxRate: 0, phonePrefix: "+52", carriers: ["Estafeta", "J&T Express"],
            places: [Place(state: "CDMX", county: "Cuauhtemoc", city: "Ciudad de Mexico", postalCode: "06000")]),
    ]

    private typealias Town = (state: String, county: String, city: String, postalCode: String)

    private static func european(
        _ region: String, _ country: String, _ phone: String, _ carriers: [String], _ town: Town
    ) -> Market {
        Market(
            region: region, country: country, currency: .euro, family: .europe, minorPerCent: 0.95, taxRate: 0,
            phonePrefix: phone, carriers: carriers, places: [place(town)])
    }

    private static func asian(
        _ region: String, _ country: String, _ currency: Currency, _ minorPerCent: Double, _ phone: String,
        _ carriers: [String], _ town: Town
    ) -> Market {
        Market(
            region: region, country: country, currency: currency, family: .southEastAsia, minorPerCent: minorPerCent,
            taxRate: 0, phonePrefix: phone, carriers: carriers, places: [place(town)])
    }

    private static func place(_ town: Town) -> Place {
        Place(state: town.state, county: town.county, city: town.city, postalCode: town.postalCode)
    }
}
