import ServiceKit

/// The settings of Accounts.
struct Config: ServiceConfig {
    /// Where the schema `accounts` lies; the role is `accounts_worker`, for `migrate` it is `accounts_owner`.
    let database: Secret = setting("DATABASE_URL", "the database with the schema accounts")
    /// Row level security holds for nobody who is a superuser, so only development may run as one.
    let allowsSuperuser: Bool = setting(
        "DATABASE_SUPERUSER_ALLOWED", "whether the service may run as a superuser (development)", default: false)
    /// Connections to the database.
    let connections: Int = setting("DATABASE_CONNECTIONS", "connections to the database", default: 4, in: 1...64)
    /// The broker.
    let broker: Secret = setting("AMQP_URL", "the broker, amqp://user:password@host:port/vhost")
    /// The file of the certificate authority that vouches for an `amqps://` broker; empty: none.
    let brokerAuthority: String = setting("AMQP_CA_FILE", "certificate authority of an amqps broker", default: "")
    /// Messages of one transaction.
    let batch: Int = setting("BATCH_SIZE", "most messages decided together", default: 200, in: 1...1000)
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
