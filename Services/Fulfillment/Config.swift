import Messaging
import Outbound
import ServiceKit
import Shippo

/// The settings of Fulfillment.
struct Config: ServiceConfig {
    /// Database, broker, size of batches.
    let platform = PlatformSettings()

    let shippoURL: String = setting(
        "SHIPPO_URL", "a server in place of Shippo's, such as a sandbox (empty: the real one)", default: "")
    let shippoToken: Secret = setting("SHIPPO_TOKEN", "the token of the account at Shippo")
    let authority: String = setting(
        "PARTNERS_CA_FILE",
        "trusted certificates as PEM in place of the system's, for calls to partners (empty: those)",
        default: "")
    let personalKeys: Secret = setting(
        "FULFILLMENT_PERSONAL_KEYS", "keys for personal data: name:base64 of 32 bytes, the sealing one first")

    let labelRule: String = setting(
        "LABEL_RULE", "which offer is taken: cheapest or fastest", default: RateRule.cheapest.rawValue)
    let usualGrams: Int = setting(
        "PARCEL_GRAMS", "weight of a product that has none (0: its parcels wait)", default: 0, in: 0...1_000_000)
    let usualMillimetres: String = setting(
        "PARCEL_MILLIMETRES", "length, width and height of a product that has none, such as 200,150,50", default: "")

    let workers: Int = setting("WORKERS", "jobs done at a time", default: 16, in: 1...256)
    let buyDeadline: Duration = setting(
        "LABEL_DEADLINE", "how long a purchase may take to be answered", default: .seconds(30),
        in: .milliseconds(100) ... .seconds(60))
    let grace: Duration = setting(
        "LABEL_GRACE", "how long after that it may still land at Shippo's", default: .seconds(60),
        in: .milliseconds(100) ... .seconds(3600))
    let absentGap: Duration = setting(
        "LABEL_ABSENT_GAP", "between two looks that do not find a purchase", default: .seconds(30),
        in: .milliseconds(100) ... .seconds(3600))
    let refundEvery: Duration = setting(
        "REFUND_EVERY", "between two looks at a refund", default: .seconds(21_600),
        in: .seconds(1) ... .seconds(604_800)
    )
    let trackEvery: Duration = setting(
        "TRACK_EVERY", "between two looks at a parcel on its way", default: .seconds(7200),
        in: .seconds(1) ... .seconds(604_800))
    let reconcileEvery: Duration = setting(
        "RECONCILE_EVERY", "between two comparisons of purchases with shipments", default: .seconds(3600),
        in: .seconds(1) ... .seconds(86_400))
}

extension Config {
    /// Calls carriers' partners.
    var http: HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.caFile = authority.isEmpty ? nil : authority
        return HTTPClient(configuration)
    }

    /// Where Shippo lives.
    var shippoAddress: String { shippoURL.isEmpty ? ShippoClient.base : shippoURL }

    /// Seals recipients, and messages that tell of them.
    func vault() throws(ConfigurationError) -> Vault {
        try Platform.vault(personalKeys, "FULFILLMENT_PERSONAL_KEYS")
    }

    /// What work is told.
    func work() throws(ConfigurationError) -> OfficeSettings {
        var work = OfficeSettings()
        guard let rule = RateRule(rawValue: labelRule) else {
            throw ConfigurationError(key: "LABEL_RULE", "must be one of cheapest, fastest.")
        }
        work.rule = rule
        work.usual = try usualMeasures()
        work.buyDeadline = buyDeadline
        work.grace = grace
        work.absentGap = absentGap
        work.refundEvery = refundEvery
        work.trackEvery = trackEvery
        work.reconcileEvery = reconcileEvery
        return work
    }

    private func usualMeasures() throws(ConfigurationError) -> Measures? {
        if usualGrams == 0 && usualMillimetres.isEmpty { return nil }
        let edges = usualMillimetres.split(separator: ",").map { Int($0.trimmingPrefix(" ")) ?? 0 }
        if let measures = Measures(grams: usualGrams, millimetres: edges) { return measures }
        throw ConfigurationError(
            key: "PARCEL_MILLIMETRES", "must be three whole numbers above zero, and PARCEL_GRAMS above zero.")
    }
}
