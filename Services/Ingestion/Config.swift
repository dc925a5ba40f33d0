import Outbound
import ServiceKit
import TikTokShop

/// Every setting of the service.
struct Config: ServiceConfig {
    /// Database, broker, size of batches.
    let platform = PlatformSettings()

    let appKey: String = setting("TIKTOK_APP_KEY", "the operations app's key")
    let appSecret: Secret = setting("TIKTOK_APP_SECRET", "the operations app's secret")
    let serviceID: String = setting("TIKTOK_SERVICE_ID", "the operations app's service id, for the authorize page")
    let creditKey: String = setting(
        "TIKTOK_CREDIT_APP_KEY", "the key of the app that only reads, for scores (empty: none)", default: "")
    let creditSecret: Secret = setting(
        "TIKTOK_CREDIT_APP_SECRET", "that app's secret (empty: none)", default: Secret(""))
    let creditServiceID: String = setting(
        "TIKTOK_CREDIT_SERVICE_ID", "that app's service id, for the authorize page (empty: nobody is sent there)",
        default: "")
    let host: String = setting(
        "TIKTOK_URL", "one server in place of all of TikTok Shop's, such as a sandbox (empty: the real ones)",
        default: "")
    let authorizeHost: String = setting(
        "TIKTOK_AUTHORIZE_URL",
        "where sellers' browsers find the authorize page, if that server has another name for them (empty: TIKTOK_URL)",
        default: "")
    let authority: String = setting(
        "PARTNERS_CA_FILE",
        "trusted certificates as PEM in place of the system's, for calls to partners (empty: those)",
        default: "")
    let webhookAddress: String = setting(
        "TIKTOK_WEBHOOK_URL", "where shops' webhooks are sent (empty: as set in Partner Center)", default: "")

    let accessKeys: Secret = setting(
        "INGESTION_ACCESS_KEYS", "keys for access tokens: name:base64 of 32 bytes, the sealing one first")
    let refreshKeys: Secret = setting("INGESTION_REFRESH_KEYS", "keys for refresh tokens, in the same form")
    let personalKeys: Secret = setting("INGESTION_PERSONAL_KEYS", "keys for personal data, in the same form")
    let pseudonymKey: Secret = setting("INGESTION_PSEUDONYM_KEY", "makes pseudonyms of buyers; never change it")

    let workers: Int = setting("WORKERS", "jobs done at a time", default: 16, in: 1...256)
    let pollEvery: Duration = setting(
        "POLL_EVERY", "between two polls of a shop's orders", default: .seconds(60),
        in: .seconds(1) ... .seconds(86_400))
    let returnsEvery: Duration = setting(
        "RETURNS_EVERY", "between two readings of a shop's returns", default: .seconds(300),
        in: .seconds(1) ... .seconds(86_400))
    let catalogueEvery: Duration = setting(
        "CATALOGUE_EVERY", "between two readings of a shop's catalogue", default: .seconds(21_600),
        in: .seconds(1) ... .seconds(604_800))
    let statementsEvery: Duration = setting(
        "STATEMENTS_EVERY", "between two readings of a shop's statements and payments", default: .seconds(3600),
        in: .seconds(1) ... .seconds(86_400))
    let affiliateEvery: Duration = setting(
        "AFFILIATE_EVERY", "between two readings of new orders that are credited to creators", default: .seconds(1800),
        in: .seconds(1) ... .seconds(86_400))
    let factsEvery: Duration = setting(
        "FACTS_EVERY", "between two readings of a shop's facts, and of all credited orders of 90 days",
        default: .seconds(86_400), in: .seconds(1) ... .seconds(604_800))
    let scanEvery: Duration = setting(
        "SCAN_EVERY", "between two looks at a parcel on its way under the channel's label", default: .seconds(7200),
        in: .seconds(1) ... .seconds(604_800))
}

extension Config {
    /// Calls the channels.
    var http: HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.caFile = authority.nonEmpty
        return HTTPClient(configuration)
    }

    /// What work is told.
    var work: WorkSettings {
        var work = WorkSettings()
        work.pollEvery = pollEvery
        work.returnsEvery = returnsEvery
        work.catalogueEvery = catalogueEvery
        work.scanEvery = scanEvery
        work.statementsEvery = statementsEvery
        work.affiliateEvery = affiliateEvery
        work.factsEvery = factsEvery
        work.webhookAddress = webhookAddress.nonEmpty
        return work
    }

    /// The operations app.
    var app: AppCredentials {
        AppCredentials(key: appKey, secret: .init(appSecret.reveal()), serviceID: serviceID)
    }

    /// The app that only reads; nil where none is set.
    var readingApp: AppCredentials? {
        guard !creditKey.isEmpty else { return nil }
        return AppCredentials(key: creditKey, secret: .init(creditSecret.reveal()), serviceID: creditServiceID)
    }

    /// The signatures of all apps.
    var signatures: [PartnerApp: WebhookSignature] {
        var signatures = [
            PartnerApp.operations: WebhookSignature(appKey: appKey, secret: .init(appSecret.reveal()))
        ]
        // An empty secret would be known to everybody.
        if !creditKey.isEmpty, !creditSecret.reveal().isEmpty {
            signatures[.credit] = WebhookSignature(appKey: creditKey, secret: .init(creditSecret.reveal()))
        }
        return signatures
    }

    /// Where the channel lives.
    var hosts: Hosts {
        guard !host.isEmpty else { return Hosts() }
        var hosts = Hosts(all: host)
        hosts.authorizeRestOfWorld = authorizeHost.nonEmpty ?? host
        hosts.authorizeCreators = hosts.authorizeRestOfWorld
        // What is another server at TikTok Shop is another path where one server stands for all.
        hosts.authorizeUnitedStates = hosts.authorizeRestOfWorld + "/us"
        return hosts
    }
}
