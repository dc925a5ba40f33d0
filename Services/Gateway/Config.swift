import Outbound
import ServiceKit
import Shippo
import TikTokShop

/// The settings of Gateway.
struct Config: ServiceConfig {
    /// The broker.
    let broker: Secret = setting("AMQP_URL", "RabbitMQ, amqp://user:password@host:port/vhost")
    /// The file of the certificate authority that vouches for an `amqps://` broker; empty: none.
    let brokerAuthority: String = setting("AMQP_CA_FILE", "certificate authority of an amqps broker", default: "")
    let host: String = setting("GATEWAY_HOST", "address to listen on", default: "127.0.0.1")
    let port: Int = setting("GATEWAY_PORT", "port of the interface and the page", default: 8080, in: 0...65535)
    let isSecure: Bool = setting(
        "GATEWAY_IS_SECURE", "whether people reach it over https, so that cookies travel there alone", default: false)
    let certificate: Secret = setting(
        "GATEWAY_TLS_CERTIFICATE", "certificates as PEM, its own first; with it the gateway speaks https (empty: http)",
        default: Secret(""))
    let certificateKey: Secret = setting(
        "GATEWAY_TLS_KEY", "the private key of GATEWAY_TLS_CERTIFICATE as PEM", default: Secret(""))
    let sessionKey: Secret = setting(
        "GATEWAY_SESSION_KEY", "seals the page's cookies: base64 of 32 bytes, the same for all instances (empty: new)",
        default: Secret(""))
    let rate: Int = setting(
        "GATEWAY_RATE", "requests per second of one key, in the long run", default: 50, in: 1...10_000)
    let burst: Int = setting("GATEWAY_BURST", "requests of one key at once", default: 200, in: 1...100_000)
    let strangerRate: Int = setting(
        "GATEWAY_STRANGER_RATE", "requests per second of one address without a good key, in the long run", default: 5,
        in: 1...10_000)
    let strangerBurst: Int = setting(
        "GATEWAY_STRANGER_BURST", "requests of one address without a good key at once", default: 100, in: 1...100_000)
    let proxies: Int = setting(
        "GATEWAY_PROXIES", "proxies of one's own before the gateway, each adding to X-Forwarded-For", default: 0,
        in: 0...10)
    let views: Int = setting("GATEWAY_VIEWS", "live views of one key at a time", default: 10, in: 1...1000)
    let scripts: String = setting(
        "GATEWAY_SCRIPTS", "folder of Bootstrap and Chart.js, as Debian installs them",
        default: "/usr/share/javascript")
    let appKey: String = setting("TIKTOK_APP_KEY", "the operations app's key (empty: none)", default: "")
    let appSecret: Secret = setting("TIKTOK_APP_SECRET", "the operations app's secret", default: Secret(""))
    let creditKey: String = setting("TIKTOK_CREDIT_APP_KEY", "the credit app's key (empty: none)", default: "")
    let creditSecret: Secret = setting("TIKTOK_CREDIT_APP_SECRET", "the credit app's secret", default: Secret(""))
    let shippoToken: Secret = setting(
        "SHIPPO_WEBHOOK_TOKEN", "the token in the address given to Shippo (empty: none)", default: Secret(""))
    let shippoSecret: Secret = setting(
        "SHIPPO_WEBHOOK_SECRET", "the secret of Shippo's signatures (empty: none)", default: Secret(""))
    let shippoField: String = setting(
        "SHIPPO_WEBHOOK_HEADER", "the field with Shippo's signature", default: WebhookHMAC.defaultHeader)
}

extension Config {
    /// What callers over TLS are shown; nil: the gateway speaks plain HTTP.
    func serverCertificate() throws(ConfigurationError) -> ServerCertificate? {
        switch (certificate.reveal().isEmpty, certificateKey.reveal().isEmpty) {
        case (true, true): return nil
        case (false, false): return ServerCertificate(chain: certificate.reveal(), key: certificateKey)
        case (true, false):
            throw ConfigurationError(key: "GATEWAY_TLS_CERTIFICATE", "must be set, as GATEWAY_TLS_KEY is.")
        case (false, true):
            throw ConfigurationError(key: "GATEWAY_TLS_KEY", "must be set, as GATEWAY_TLS_CERTIFICATE is.")
        }
    }

    /// Whether cookies may travel over https alone.
    var hasSecureCookies: Bool { isSecure || !certificate.reveal().isEmpty }

    /// How partners are known. An empty secret would be known to everybody, so it makes no lock.
    var locks: WebhookDoor.Locks {
        let apps = [("operations", appKey, appSecret), ("credit", creditKey, creditSecret)]
        return WebhookDoor.Locks(
            apps: apps.filter { !$0.1.isEmpty && !$0.2.reveal().isEmpty }.map { name, key, secret in
                .init(name: name, signature: WebhookSignature(appKey: key, secret: Credential(secret.reveal())))
            },
            shippoToken: shippoToken.reveal().isEmpty ? nil : WebhookToken(Credential(shippoToken.reveal())),
            shippoHMAC: shippoSecret.reveal().isEmpty
                ? nil : WebhookHMAC(secret: Credential(shippoSecret.reveal()), header: shippoField))
    }
}
