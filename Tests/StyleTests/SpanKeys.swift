/// The attributes of spans and what stands under them: OpenTelemetry's names where it has one. None is what somebody
/// wrote, and none names a person.
enum SpanKeys {
    static let all: [String: String] = [
        "error.type": "a word of a closed list or a constant sentence: how it went wrong",
        "exception.type": "the Swift type of an error",
        "http.request.method": "GET, POST and so on",
        "http.response.status_code": "the status",
        "http.route": "the address with its places unfilled",
        "messaging.batch.message_count": "how many were decided together",
        "messaging.destination.name": "a queue or an exchange",
        "messaging.message.conversation_id": "the journey: of an order its id",
        "messaging.message.id": "the id of a message or request",
        "messaging.operation.name": "send, process or answer",
        "messaging.operation.type": "send or process",
        "messaging.rabbitmq.destination.routing_key": "the routing key, a constant",
        "messaging.system": "rabbitmq",
        "server.address": "host and port of a partner",
        "shop.message.name": "the wire name, where it is known here",
        "shop.outcome": "a word of a closed list: how it ended",
        "shop.partner": "whose API is called",
        "shop.partner.endpoint": "what of it, from a closed list",
        "shop.reason": "a constant sentence: why it waits",
        "shop.tenant.id": "the brand",
        "shop.work.attempt": "which attempt this is, from 1",
        "shop.work.kind": "the kind of a job",
        "url.scheme": "http",
    ]
}
