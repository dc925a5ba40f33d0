import ServiceKit

/// The settings of Gateway.
struct Config: ServiceConfig {
    /// The broker.
    let broker: Secret = setting("AMQP_URL", "RabbitMQ, amqp://user:password@host:port/vhost")
}
