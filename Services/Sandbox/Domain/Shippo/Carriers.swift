/// The carrier accounts and their services.
enum Carriers {
    /// What carriers offer between two countries.
    static func services(from: String, to: String) -> [CarrierService] {
        if from != to { return abroad(from) }
        return switch from {
        case "US": american
        case "GB": british
        case "DE": german
        default: local[from] ?? elsewhere
        }
    }

    /// Every carrier that has an account.
    static var all: [String] {
        let services = american + british + german + elsewhere + local.keys.sorted().flatMap { local[$0] ?? [] }
        var seen: Set<String> = []
        return services.map(\.carrier).filter { seen.insert($0).inserted }
    }

    /// What they charge in: their own money in Britain and where the euro is, dollars elsewhere.
    static func currency(_ from: String) -> Currency {
        let own = Market.of(from)?.currency ?? .usDollar
        return own == .pound || own == .euro ? own : .usDollar
    }

    static func account(_ carrier: String) -> String {
        "ca_sandbox_" + carrier.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static let american = [
        service("USPS", "Ground Advantage", "usps_ground_advantage", 520, 90, 4),
        service("USPS", "Priority Mail", "usps_priority", 815, 130, 2),
        service("UPS", "Ground", "ups_ground", 905, 85, 4),
        service("UPS", "2nd Day Air", "ups_second_day_air", 1_790, 240, 2, 68),
        service("FedEx", "Ground", "fedex_ground", 940, 80, 4, 68),
        service("FedEx", "Standard Overnight", "fedex_standard_overnight", 3_420, 390, 1, 68),
    ]
    private static let british = [
        service("Royal Mail", "Tracked 48", "royal_mail_tracked_48", 430, 60, 3, 20),
        service("Royal Mail", "Tracked 24", "royal_mail_tracked_24", 560, 70, 1, 20),
        service("Evri", "Standard", "evri_uk_standard", 340, 70, 4, 15),
        service("DPD UK", "Next Day", "dpd_uk_next_day", 690, 60, 1, 30),
    ]
    private static let german = [
        service("DHL", "Paket", "dhl_germany_paket", 570, 50, 2),
        service("DPD", "Classic", "dpd_de_classic", 610, 45, 2),
        service("Deutsche Post", "Warenpost", "deutsche_post_warenpost", 320, 160, 3, 1),
    ]
    /// The carriers that the marketplace lists in the other markets, and the express that it does not.
    private static let local: [String: [CarrierService]] = Dictionary(
        uniqueKeysWithValues: Market.all.filter { !["US", "GB", "DE"].contains($0.region) }.map { market in
            (market.region, market.carriers.enumerated().map { domestic($1, place: $0) } + elsewhere)
        })

    /// The first of a market is the quickest, each further one cheaper and slower.
    private static func domestic(_ carrier: String, place: Int) -> CarrierService {
        let token = carrier.lowercased().filter { $0.isLetter || $0.isNumber } + "_standard"
        return service(carrier, "Standard", token, 640 - 70 * place, 60, 2 + place, 30)
    }
    private static let elsewhere = [
        service("DHL Express", "Domestic", "dhl_express_domestic_express", 1_250, 150, 2),
        service("FedEx", "Priority", "fedex_priority", 1_610, 170, 1),
    ]

    private static func abroad(_ from: String) -> [CarrierService] {
        let express = service("DHL Express", "Worldwide", "dhl_express_worldwide", 4_150, 560, 4, 70)
        let fedex = service("FedEx", "International Economy", "fedex_international_economy", 3_780, 610, 6, 68)
        guard from == "US" else { return [express, fedex] }
        return [
            service(
                "USPS", "First Class Package International", "usps_first_class_package_international_service", 1_640,
                520, 12, 2),
            express, fedex,
        ]
    }

    private static func service(
        _ carrier: String, _ name: String, _ token: String, _ base: Int, _ step: Int, _ days: Int,
        _ mostWeight: Double = 31.75
    ) -> CarrierService {
        CarrierService(
            carrier: carrier, name: name, token: token, base: base, perHalfKilogram: step, days: days,
            mostWeight: mostWeight)
    }
}
