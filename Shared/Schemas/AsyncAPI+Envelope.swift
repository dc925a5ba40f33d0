/// What holds for all messages alike.
extension AsyncAPI {
    static let description = """
        CloudEvents 1.0 in binary form over RabbitMQ. Unknown members are to be passed over; a change adds an optional \
        member, or a new version beside the old one. A message that a queue has missed may be told to it once more, \
        under the key `to.<queue>.<name>`. Requests are for gateways, services and operators alone: they are never \
        stored, and whoever asks waits for the answer.
        """

    static let servers: JSONNode = [
        "broker": [
            "host": "localhost:5672", "protocol": "amqp", "protocolVersion": "0.9.1",
            "description": "RabbitMQ 3.10 or later; where it is, AMQP_URL says.", "security": security,
        ],
        "brokerTLS": [
            "host": "localhost:5671", "protocol": "amqps", "protocolVersion": "0.9.1",
            "description": "The same over TLS 1.2 or later.", "security": security,
        ],
    ]

    /// Whoever has one of these may connect; what each may do then, operations say.
    private static let security: JSONNode = .array(
        ["service", "producer", "operator"].map { AsyncAPI.reference("securitySchemes", $0) })

    static let securitySchemes: JSONNode = [
        "service": [
            "type": "userPassword",
            "description": "A broker user of the platform's own, called like the service, with the rights it needs.",
        ],
        "operator": [
            "type": "userPassword",
            "description": """
            The broker user `operator`. A request of operators is answered only where it bears that name in the \
            property user_id, for which the broker vouches.
            """,
        ],
        "producer": [
            "type": "userPassword",
            "description": """
            A broker user of the producer's own. It declares and reads nothing and writes to shop.webhooks alone, \
            under keys that begin with in.<user>. (another key closes the channel with 403). Every message bears \
            its name in the property user_id (another name: 406); what it may speak for follows from that name.
            """,
        ],
    ]
}
