import ServiceKit

/// The settings of Accounts.
struct Config: ServiceConfig {
    /// Database, broker, size of batches.
    let platform = PlatformSettings()
    /// Where somebody puts the European Central Bank's daily file; empty: nowhere.
    let ratesFile: String = setting(
        "EXCHANGE_RATES_FILE", "exchange rates of the European Central Bank, CSV or XML", default: "")
    /// How soon a new file is noticed.
    let ratesInterval: Duration = setting(
        "EXCHANGE_RATES_INTERVAL", "pause between two looks at that file", default: .seconds(600),
        in: .milliseconds(10) ... .seconds(86_400))
    /// For `bootstrap`.
    let firstAgency: String = setting(
        "BOOTSTRAP_AGENCY", "agency for which `bootstrap` makes a key, and itself if need be", default: "Agency")
}
