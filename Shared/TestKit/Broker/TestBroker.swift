public import Foundation

/// A virtual host of a real RabbitMQ that belongs to one test alone.
///
/// Counts of messages and consumers come from the management interface, which is up to a few seconds behind: wait for
/// them with ``eventually(within:_:isolation:_:)``.
public struct TestBroker: Sendable {
    /// The virtual host's name.
    public let vhost: String
    /// The AMQP address, virtual host included.
    public let url: String

    let management: Management

    /// A virtual host that is there already.
    ///
    /// - Parameters:
    ///   - url: The AMQP address of an administrator; without a path the virtual host `/` is meant.
    ///   - management: The address of the management interface.
    public init(at url: String, management: String) throws {
        guard let parts = URLComponents(string: url), parts.host != nil else {
            throw MissingServer(variable: "AMQP_URL", problem: "is no URL with a host")
        }
        let path = parts.percentEncodedPath.dropFirst().removingPercentEncoding ?? ""
        vhost = path.isEmpty ? "/" : path
        self.url = url
        self.management = try Management(management)
    }

    /// Makes an exchange.
    public func declareExchange(_ name: String, type: String = "topic", arguments: JSONValue = [:]) async throws {
        let body: JSONValue = ["type": .string(type), "durable": true, "arguments": arguments]
        try await management.put(["exchanges", vhost, name], body)
    }

    /// Makes a queue; quorum unless told otherwise.
    public func declareQueue(_ name: String, arguments: JSONValue = ["x-queue-type": "quorum"]) async throws {
        let body: JSONValue = ["durable": true, "auto_delete": false, "arguments": arguments]
        try await management.put(["queues", vhost, name], body)
    }

    /// Binds a queue to an exchange.
    public func bind(_ queue: String, to exchange: String, key: String) async throws {
        try await management.post(
            ["bindings", vhost, "e", exchange, "q", queue], ["routing_key": .string(key), "arguments": [:]])
    }

    /// Sets a policy on queues.
    ///
    /// - Parameter pattern: a regular expression of queue names.
    public func setPolicy(_ name: String, pattern: String, _ definition: JSONValue) async throws {
        let body: JSONValue = [
            "pattern": .string(pattern), "definition": definition, "apply-to": "queues", "priority": 0,
        ]
        try await management.put(["policies", vhost, name], body)
    }

    /// Imports definitions, as the broker's own JSON has them; virtual hosts are named in them.
    public func importDefinitions(_ json: Data) async throws {
        try await management.post(["definitions"], text: String(decoding: json, as: UTF8.self))
    }

    /// Removes a queue with its messages, as an operator might while consumers run; false when there is none.
    @discardableResult
    public func deleteQueue(_ name: String) async throws -> Bool {
        try await management.delete(["queues", vhost, name])
    }

    /// Removes all messages that are ready.
    public func purge(_ queue: String) async throws {
        try await management.delete(["queues", vhost, queue, "contents"])
    }

    /// What the broker knows of a queue; nil when there is none.
    public func queue(_ name: String) async throws -> QueueState? {
        try await management.get(["queues", vhost, name])
    }

    /// All queues of the virtual host.
    public func queues() async throws -> [QueueState] {
        try await management.get(["queues", vhost]) ?? []
    }

    /// Publishes any bytes with any properties, as a foreign producer might.
    ///
    /// - Parameters:
    ///   - payload: the body.
    ///   - exchange: `amq.default` for the exchange that reaches queues by their names.
    ///   - properties: AMQP properties by their names in the protocol, such as `message_id` or `headers`.
    /// - Returns: whether the message reached a queue.
    @discardableResult
    public func publish(
        _ payload: Data, to exchange: String = "amq.default", key: String, properties: JSONValue = [:]
    ) async throws -> Bool {
        struct Answer: Decodable { let routed: Bool }
        let body: JSONValue = [
            "properties": properties, "routing_key": .string(key), "payload_encoding": "base64",
            "payload": .string(payload.base64EncodedString()),
        ]
        return try await management.post(["exchanges", vhost, exchange, "publish"], body, as: Answer.self).routed
    }

    /// Publishes to a queue with headers that are given as JSON text, however deep.
    public func publish(_ payload: Data, toQueue queue: String, headersJSON headers: String) async throws {
        let body = """
            {"properties":{"headers":\(headers)},"routing_key":"\(queue)","payload_encoding":"base64",
            "payload":"\(payload.base64EncodedString())"}
            """
        try await management.post(["exchanges", vhost, "amq.default", "publish"], text: body)
    }

    /// Takes messages out of a queue, the oldest first; what it returns is gone from the queue.
    public func take(_ count: Int = 1, from queue: String) async throws -> [RawMessage] {
        let body: JSONValue = ["count": .integer(count), "ackmode": "ack_requeue_false", "encoding": "base64"]
        return try await management.post(["queues", vhost, queue, "get"], body)
    }

    /// The names of all connections to the virtual host.
    public func connections() async throws -> [String] {
        struct Connection: Decodable { let name: String }
        return try await management.get(["vhosts", vhost, "connections"], as: [Connection].self)?.map(\.name) ?? []
    }

    /// Somebody who is connected, as the broker sees it.
    public struct Caller: Decodable, Sendable {
        /// The broker's user.
        public let user: String
        /// Whether it is under TLS.
        public let ssl: Bool
    }

    /// Who is connected to the virtual host, and how.
    public func callers() async throws -> [Caller] {
        try await management.get(["vhosts", vhost, "connections"]) ?? []
    }

    /// Closes one connection from the broker's side, as an operator would; false when it was gone already.
    @discardableResult
    public func kill(connection name: String) async throws -> Bool {
        try await management.delete(["connections", name])
    }

    /// Closes every connection to the virtual host, and says how many there were.
    @discardableResult
    public func killConnections() async throws -> Int {
        var count = 0
        for name in try await connections() where try await kill(connection: name) { count += 1 }
        return count
    }
}

/// Lends a virtual host of its own to a test, and removes it with all it holds afterwards.
///
/// The broker is the one that `TEST_AMQP_URL` and `TEST_MANAGEMENT_URL` name; `make test` starts it and sets them.
public func withBroker<Value>(
    isolation: isolated (any Actor)? = #isolation, _ body: (TestBroker) async throws -> Value
) async throws -> Value {
    try await Turn.take {
        try await TestBroker(
            amqp: MissingServer.value(of: "TEST_AMQP_URL"), management: MissingServer.value(of: "TEST_MANAGEMENT_URL")
        ).lend(body)
    }
}

extension TestBroker {
    init(amqp: String, management: String) throws {
        guard var parts = URLComponents(string: amqp), parts.host != nil else {
            throw MissingServer(variable: "TEST_AMQP_URL", problem: "is no URL with a host")
        }
        vhost = "test-" + UUID().uuidString.lowercased()
        parts.path = "/" + vhost
        url = parts.string ?? amqp
        self.management = try Management(management)
    }

    /// Makes the virtual host for as long as the body runs.
    func lend<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (TestBroker) async throws -> Value
    ) async throws -> Value {
        try await create()
        do {
            let value = try await body(self)
            try await remove()
            return value
        } catch {
            // The test's own error matters more than one of tidying up.
            try? await remove()
            throw error
        }
    }

    private func create() async throws {
        struct User: Decodable { let name: String }
        try await management.put(["vhosts", vhost])
        let user = try await management.get(["whoami"], as: User.self)?.name ?? "guest"
        let body: JSONValue = ["configure": ".*", "write": ".*", "read": ".*"]
        try await management.put(["permissions", vhost, user], body)
    }

    private func remove() async throws {
        try await management.delete(["vhosts", vhost])
    }
}
