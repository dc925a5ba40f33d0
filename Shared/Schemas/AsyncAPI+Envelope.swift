/// What holds for all messages alike.
extension AsyncAPI {
    static let description = """
        CloudEvents 1.0 in binary form over RabbitMQ. Unknown members are to be passed over; a change adds an optional \
        member, or a new version beside the old one. Requests between the gateway and the services are left out: their \
        shapes are those of the HTTP interface.
        """

    static let servers: JSONNode = [
        "broker": [
            "host": "localhost:5672", "protocol": "amqp", "protocolVersion": "0.9.1",
            "description": "RabbitMQ 3.10 or later; where it is, AMQP_URL says.",
            "security": [["$ref": "#/components/securitySchemes/service"]],
        ],
        "brokerTLS": [
            "host": "localhost:5671", "protocol": "amqps", "protocolVersion": "0.9.1",
            "description": "The same over TLS 1.2 or later.",
            "security": [["$ref": "#/components/securitySchemes/service"]],
        ],
    ]

    static let securitySchemes: JSONNode = [
        "service": ["type": "userPassword", "description": "A broker user of the platform's own."],
        "producer": [
            "type": "userPassword",
            "description": .text(
                """
                A broker user of the producer's own. It declares and reads nothing and writes to shop.webhooks alone, \
                under keys that begin with in.<user>. (another key closes the channel with 403). Every message bears \
                its name in the property user_id (another name: 406); what it may speak for follows from that name.
                """),
        ],
    ]

    /// Operation bindings of AMQP 0-9-1: persistent, and refused rather than lost where no queue takes it.
    static let sending: JSONNode = [
        "bindingVersion": "0.3.0", "deliveryMode": .whole(2), "mandatory": true, "timestamp": true,
    ]

    /// Acknowledged after the transaction that it leads to.
    static let receiving: JSONNode = ["bindingVersion": "0.3.0", "ack": true]

    /// What every message bears besides its body.
    static let envelope: JSONNode = [
        "contentType": "application/json",
        "headers": [
            "type": "object", "description": "The attributes of CloudEvents that AMQP has no property for.",
            "properties": [
                "cloudEvents_source": ["type": "string", "description": "The service or the producer that sent it."],
                "cloudEvents_subject": ["type": "string", "description": "What it is about, such as an order's id."],
                "cloudEvents_tenantid": [
                    "type": "string", "format": "uuid", "description": "The brand that it is about.",
                ],
                "cloudEvents_causationid": [
                    "type": "string", "format": "uuid", "description": "The id of the message that caused it.",
                ],
                "traceparent": [
                    "type": "string", "description": "The trace that it belongs to, as W3C Trace Context writes it.",
                ],
            ],
        ],
        "bindings": [
            "amqp": [
                "messageType": "the name in the property type", "contentEncoding": "utf-8", "bindingVersion": "0.3.0",
            ]
        ],
        "x-amqp-properties": [
            "message_id": "The CloudEvents id; a version 7 UUID where the platform sends it.",
            "type": "The CloudEvents type: the message's name.",
            "timestamp": "The CloudEvents time, in seconds.",
            "content_type": "application/json; application/cloudevents+json for a structured event from outside.",
            "correlation_id": "The journey that it belongs to, for an order the order's id.",
            "user_id": "Of outside producers: the broker user itself.",
        ],
    ]
}
