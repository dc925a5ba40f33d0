/// The settings of every service that has a schema and speaks with the broker: one property of its `Config`.
public struct PlatformSettings: Sendable {
    /// Where the schema lies; the role is the service's worker.
    public let database: Secret = setting("DATABASE_URL", "PostgreSQL, with the service's worker role")
    /// For `migrate`: the role is the schema's owner.
    public let migrationDatabase: Secret = setting(
        "MIGRATION_DATABASE_URL", "PostgreSQL, with the schema's owner role (empty: as DATABASE_URL)",
        default: Secret(""))
    /// Row level security holds for nobody who is a superuser, so only development may run as one.
    public let allowsSuperuser: Bool = setting(
        "DATABASE_SUPERUSER_ALLOWED", "whether the service may run as a superuser (development)", default: false)
    /// Connections to the database.
    public let connections: Int = setting("DATABASE_CONNECTIONS", "connections to PostgreSQL", default: 4, in: 1...64)
    /// The broker.
    public let broker: Secret = setting("AMQP_URL", "RabbitMQ, amqp://user:password@host:port/vhost")
    /// The file of the certificate authority that vouches for an `amqps://` broker; empty: none.
    public let brokerAuthority: String = setting(
        "AMQP_CA_FILE", "certificate authority of an amqps broker", default: "")
    /// Messages of one transaction.
    public let batch: Int = setting("BATCH_SIZE", "most messages decided together", default: 200, in: 1...1000)
    /// Whether what was told is kept for three days, so that a queue that was deleted can be told it again.
    public let remembers: Bool = setting(
        "MESSAGES_REMEMBERED", "whether what was sent is kept for three days, to be sent again", default: true)

    /// Reads them; only inside of a ``ServiceConfig``.
    public init() {}
}
