import ServiceKit

/// The settings of the command line.
struct Config: ServiceConfig {
    let broker: Secret = setting("AMQP_URL", "RabbitMQ as the user operator, amqp://operator:password@host:port/vhost")
    /// The file of the certificate authority that vouches for an `amqps://` broker; empty: none.
    let brokerAuthority: String = setting("AMQP_CA_FILE", "certificate authority of an amqps broker", default: "")
    let management: Secret = setting(
        "MANAGEMENT_URL", "the broker's management interface, http://user:password@host:port (empty: none)",
        default: Secret(""))
    let gateways: String = setting(
        "GATEWAY_ADMIN_URL", "where the gateways' admin servers are, apart by commas (empty: they are not asked)",
        default: "")
    let actor: String = setting(
        "SHOPOS_ACTOR", "who is named in receipts, after `operator:`", default: Self.person)

    private static var person: String { Settings.whoami }
}
