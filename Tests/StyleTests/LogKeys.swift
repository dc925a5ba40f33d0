/// The keys of log lines and what stands under them: one list, so that whoever searches the logs of all services needs
/// one word per thing. OpenTelemetry's name where it has one.
enum LogKeys {
    static let all: [String: String] = [
        "amqp.connection": "the connection's name, as the broker shows it",
        "count": "how many of what the sentence speaks of",
        "day": "a calendar day, ISO 8601",
        "db.error": "what the server or libpq said",
        "db.migration": "the migration's source and number",
        "db.notice": "a notice of the server's",
        "db.sqlstate": "five characters of the SQL standard",
        "delivery": "the channel's id of a webhook's delivery",
        "error": "what went wrong, without secrets",
        "error.type": "the Swift type of an error",
        "file": "a path",
        "http.method": "GET, POST and so on",
        "lane": "a queue",
        "message.id": "the id of a message or request",
        "message.name": "its wire name",
        "part": "a part of the service's process",
        "port": "a TCP port of the sandbox's",
        "problem": "what was found to be wrong, as a sentence",
        "reason": "why, as another said it",
        "request.id": "the gateway's name for a call",
        "server.port": "a TCP port that we listen at",
        "service.version": "the version of the build",
        "signal": "the number of a signal",
        "topic": "a kind of webhook",
        "work.kind": "the kind of a job",
        "work.lease": "the lease under which it is done",
    ]
}
