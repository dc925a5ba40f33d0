import ServiceKit

/// The settings of Inventory.
struct Config: ServiceConfig {
    /// Where the schema `inventory` lies; the role is the service's worker, for `migrate` its owner.
    let database: Secret = setting("DATABASE_URL", "the database with the schema inventory")
    /// The broker.
    let broker: Secret = setting("AMQP_URL", "the broker, amqp://user:password@host:port/vhost")
    /// The file of the certificate authority that vouches for an `amqps://` broker; empty: none.
    let brokerAuthority: String = setting("AMQP_CA_FILE", "certificate authority of an amqps broker", default: "")
    /// Connections to the database.
    let connections: Int = setting("DATABASE_CONNECTIONS", "connections to the database", default: 4, in: 1...64)
    /// Messages of one transaction.
    let batch: Int = setting("BATCH_SIZE", "most messages decided together", default: 200, in: 1...1000)
}
