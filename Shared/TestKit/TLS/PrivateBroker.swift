internal import Foundation

/// A RabbitMQ of a test's own that speaks TLS 1.2 and 1.3 under the name `localhost`; gone after the test.
public struct PrivateBroker: Sendable {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../infra/local/broker.sh").standardizedFileURL.path
    /// Whether what it is made of is installed.
    public static let isAvailable =
        PrivateAuthority.isAvailable
        && FileManager.default.isExecutableFile(atPath: "/usr/lib/rabbitmq/bin/rabbitmq-server")

    /// Where it speaks AMQP under TLS.
    public let port: Int
    /// Where it speaks AMQP without TLS, until ``closePlainPort()``.
    public let plainPort: Int
    private let managementPort: Int
    private let secureManagementPort: Int
    private let identity: PrivateAuthority.Identity
    private let folder: URL

    /// The management interface under TLS, for its administrator.
    public var management: String { "https://guest:guest@localhost:\(secureManagementPort)" }

    /// Starts a broker that an authority vouches for, runs the body while it stands, and clears it away.
    public static func run<Value>(
        _ authority: PrivateAuthority, isolation: isolated (any Actor)? = #isolation,
        _ body: (PrivateBroker) async throws -> Value
    ) async throws -> Value {
        let broker = try PrivateBroker(try await authority.vouch(for: "DNS:localhost"))
        defer { try? FileManager.default.removeItem(at: broker.folder) }
        let result = await outcome {
            try await broker.start()
            return try await body(broker)
        }
        // At once, as a child of ours may have the polite signal blocked.
        try await OutsideProgram.run(script, ["crash", broker.folder.path])
        return try result.get()
    }

    private init(_ identity: PrivateAuthority.Identity) throws {
        self.identity = identity
        folder = FileManager.default.temporaryDirectory.appending(path: "private-broker-\(UUID().uuidString)")
        port = try LoopbackPort.free()
        plainPort = try LoopbackPort.free()
        managementPort = try LoopbackPort.free()
        secureManagementPort = try LoopbackPort.free()
    }

    private func start() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let more = folder.appending(path: "tls.conf")
        try Data(settings.utf8).write(to: more)
        try await OutsideProgram.run(
            Self.script,
            [
                "start", folder.path, "--port", String(plainPort), "--management-port", String(managementPort),
                "--settings", more.path,
            ])
    }

    /// As an administrator writes them; the guide to TLS of RabbitMQ explains each.
    private var settings: String {
        """
        listeners.ssl.1 = 127.0.0.1:\(port)
        ssl_options.certfile = \(identity.certificate)
        ssl_options.keyfile = \(identity.key)
        ssl_options.versions.1 = tlsv1.3
        ssl_options.versions.2 = tlsv1.2
        management.ssl.ip = 127.0.0.1
        management.ssl.port = \(secureManagementPort)
        management.ssl.certfile = \(identity.certificate)
        management.ssl.keyfile = \(identity.key)

        """
    }

    /// Listens in TLS 1.1 alone as well, on the port that it answers.
    public func listenInOldTLS() async throws -> Int {
        let port = try LoopbackPort.free()
        try await evaluate(
            """
            ok = rabbit_networking:start_ssl_listener({"127.0.0.1", \(port)}, [{certfile, "\(identity.certificate)"},
                {keyfile, "\(identity.key)"}, {versions, ['tlsv1.1']}], 1).
            """)
        return port
    }

    /// From now on it speaks AMQP under TLS alone.
    public func closePlainPort() async throws {
        try await evaluate("ok = rabbit_networking:stop_tcp_listener({{127, 0, 0, 1}, \(plainPort)}).")
    }

    /// Lends a virtual host of its own, whose address is under TLS.
    public func withVirtualHost<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (TestBroker) async throws -> Value
    ) async throws -> Value {
        try await Turn.take {
            try await TestBroker(
                amqp: "amqps://guest:guest@localhost:\(port)",
                management: "http://guest:guest@127.0.0.1:\(managementPort)"
            ).lend(body)
        }
    }

    private func evaluate(_ expression: String) async throws {
        try await OutsideProgram.run(Self.script, ["ctl", folder.path, "eval", expression])
    }
}
