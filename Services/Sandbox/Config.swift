import Foundation

/// The configuration, read from the environment; every key is listed in the README.
struct Config: Sendable {
    var host: String
    var port: Int
    var publicURL: String?
    /// Trusted certificates in place of the system's, for webhooks to `https` addresses: a file in PEM form.
    var authority: String?
    var settings: Settings
    /// Regions in which a demo shop is opened at the start, one shop each.
    var demoShops: [String]
    var demoProducts: Int
    var demoStock: Int
    var ordersPerMinute: Double

    /// A missing or wrong value, in one sentence.
    struct Problem: Error, Equatable {
        let text: String
    }

    init(_ environment: [String: String]) throws {
        let read = ConfigReading(environment)
        host = read.text("SANDBOX_HOST", "127.0.0.1")
        port = try read.whole("SANDBOX_PORT", 9100, 0...65_535)
        publicURL = try read.url("SANDBOX_PUBLIC_URL")
        authority = read.text("SANDBOX_CA_FILE")
        settings = try Settings(read)
        demoShops = read.list("SANDBOX_DEMO_SHOPS", "US")
        demoProducts = try read.whole("SANDBOX_DEMO_PRODUCTS", 12, 0...10_000)
        demoStock = try read.whole("SANDBOX_DEMO_STOCK", 500, 0...99_999)
        ordersPerMinute = try read.number("SANDBOX_ORDERS_PER_MINUTE", 0, 0...1_000_000)
        if let unknown = demoShops.first(where: { Market.of($0) == nil }) {
            throw Problem(text: "SANDBOX_DEMO_SHOPS names \(unknown), which is not a market of the sandbox.")
        }
    }

    /// What the first log line shows: everything but the secrets.
    var described: [(String, String)] {
        [
            ("host", host), ("port", "\(port)"), ("seed", "\(settings.seed)"), ("time_scale", "\(settings.timeScale)"),
            ("app_keys", settings.apps.map(\.key).joined(separator: ",")),
            ("webhook_urls", settings.apps.compactMap(\.webhookURL).joined(separator: ",")),
            ("redirect_urls", settings.apps.map(\.redirectURL).joined(separator: ",")),
            ("demo_shops", demoShops.joined(separator: ",")), ("orders_per_minute", "\(ordersPerMinute)"),
            ("accepts_zero_quantity", "\(settings.acceptsZeroQuantity)"),
            ("shippo_limit_factor", "\(settings.shippo.limitFactor)"),
            ("shippo_webhooks_signed", "\(settings.shippo.webhookSecret != nil)"),
        ]
    }
}

extension Settings {
    init(_ read: ConfigReading) throws {
        self.init()
        seed = UInt64(try read.whole("SANDBOX_SEED", 1, 0...Int.max))
        timeScale = try read.number("SANDBOX_TIME_SCALE", 1, Pace.allowed)
        apps = [
            try RegisteredApp(read, "OPERATIONS", serviceID: "7400000000000000001", scopes: Scope.allCases),
            try RegisteredApp(read, "CREDIT", serviceID: "7400000000000000002", scopes: Scope.reading),
        ]
        lifetimes.access = .seconds(try read.whole("SANDBOX_ACCESS_TOKEN_SECONDS", 604_800, 1...31_536_000))
        lifetimes.refresh = .seconds(try read.whole("SANDBOX_REFRESH_TOKEN_SECONDS", 31_536_000, 1...3_153_600_000))
        lifetimes.keepsOldRefreshToken = try read.flag("SANDBOX_KEEP_OLD_REFRESH_TOKEN", true)
        rates = [
            .lightRead: try read.number("SANDBOX_RATE_LIGHT_READ", 20, 0...1_000_000),
            .read: try read.number("SANDBOX_RATE_READ", 10, 0...1_000_000),
            .write: try read.number("SANDBOX_RATE_WRITE", 3, 0...1_000_000),
            .heavyWrite: try read.number("SANDBOX_RATE_HEAVY_WRITE", 1, 0...1_000_000),
        ]
        acceptsZeroQuantity = try read.flag("SANDBOX_ACCEPT_ZERO_QUANTITY", true)
        cancelsLateOrders = try read.flag("SANDBOX_CANCEL_LATE_ORDERS", true)
        lowStock = try read.whole("SANDBOX_LOW_STOCK", 5, 0...99_999)
        mostOrders = try read.whole("SANDBOX_MOST_ORDERS", 500_000, 1...5_000_000)
        shippo = try ShippoSettings(read)
    }
}

extension ShippoSettings {
    init(_ read: ConfigReading) throws {
        self.init()
        tokens = read.list("SANDBOX_SHIPPO_TOKENS", tokens.joined(separator: ","))
        webhookSecret = try read.secret("SANDBOX_SHIPPO_WEBHOOK_SECRET", nil)
        webhookHeader = read.text("SANDBOX_SHIPPO_WEBHOOK_HEADER", webhookHeader).lowercased()
        failureRate = try read.number("SANDBOX_SHIPPO_FAILURE_RATE", failureRate, 0...1)
        limitFactor = try read.number("SANDBOX_SHIPPO_LIMIT_FACTOR", limitFactor, 0...1_000_000)
    }
}

extension RegisteredApp {
    /// Reads `SANDBOX_<NAME>_APP_KEY`, `_APP_SECRET`, `_SERVICE_ID`, `_REDIRECT_URL`, `_WEBHOOK_URL`.
    init(_ read: ConfigReading, _ name: String, serviceID: String, scopes: [Scope]) throws {
        let prefix = "SANDBOX_\(name)_"
        self.init(
            name: name.lowercased(), key: read.text(prefix + "APP_KEY", "sandbox_\(name.lowercased())"),
            secret: try read.secret(prefix + "APP_SECRET", "sandbox_\(name.lowercased())_secret") ?? "",
            serviceID: read.text(prefix + "SERVICE_ID", serviceID),
            redirectURL: read.text(prefix + "REDIRECT_URL", "http://127.0.0.1:8080/api/tiktokshop/callback"),
            scopes: scopes, webhookURL: try read.url(prefix + "WEBHOOK_URL"))
    }
}
