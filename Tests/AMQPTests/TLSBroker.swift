import Foundation
import TestKit
import Testing

/// A private RabbitMQ that also listens under TLS, with certificates of a private authority; gone after the test.
struct TLSBroker {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../infra/local/broker.sh").standardizedFileURL
    /// Whether what it is made of is installed.
    static let isAvailable = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/bin/openssl"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Speaks TLS 1.2 and 1.3; its certificate is made out to `localhost` alone.
    let port: Int
    /// Speaks TLS 1.1 only.
    let oldPort: Int
    /// Speaks AMQP without TLS.
    let plainPort: Int
    private let folder: URL

    /// The certificate of the authority that signed the broker's.
    var authority: String { path("ca.crt") }
    /// The certificate of an authority that signed nothing.
    var stranger: String { path("stranger.crt") }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Starts a broker, runs `body` while it stands, and clears it away.
    static func run(_ body: (TLSBroker) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-broker-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let broker = TLSBroker(
            port: try LoopbackPort.free(), oldPort: try LoopbackPort.free(), plainPort: try LoopbackPort.free(),
            folder: folder)
        do {
            try await broker.start()
            try await body(broker)
            try await broker.stop()
        } catch {
            try await broker.stop()
            throw error
        }
    }

    private func start() async throws {
        try await makeCertificates()
        try await Self.command(Self.script.path, "start", folder.path, "--port", String(plainPort))
        // Listeners that are opened on the way need no settings of their own in the script.
        try await Self.command(
            Self.script.path, "ctl", folder.path, "eval",
            """
            Open = fun(Port, Versions) ->
                ok = rabbit_networking:start_ssl_listener({"127.0.0.1", Port}, [{certfile, "\(path("server.crt"))"},
                    {keyfile, "\(path("server.key"))"}, {versions, Versions}], 1) end,
            ok = Open(\(port), ['tlsv1.2', 'tlsv1.3']), ok = Open(\(oldPort), ['tlsv1.1']).
            """)
    }

    /// Shakes hands with ``oldPort`` in the only version that it speaks; `openssl` itself ends badly if it cannot.
    func shakeOldHands() async throws {
        try await openssl([
            "s_client", "-connect", "localhost:\(oldPort)", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0", "-CAfile",
            authority, "-verify_return_error",
        ])
    }

    /// At once, as a child of ours may have the polite signal blocked.
    private func stop() async throws {
        try await Self.command(Self.script.path, "crash", folder.path)
    }

    private func makeCertificates() async throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        for name in ["ca", "stranger"] {
            try await openssl(
                ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)"] + key
                    + ["-keyout", path("\(name).key"), "-out", path("\(name).crt")])
        }
        try await openssl(
            ["req", "-subj", "/CN=server", "-addext", "subjectAltName=DNS:localhost"] + key
                + ["-keyout", path("server.key"), "-out", path("server.csr")])
        try await openssl([
            "x509", "-req", "-in", path("server.csr"), "-CA", authority, "-CAkey", path("ca.key"), "-days", "2",
            "-copy_extensions", "copy", "-out", path("server.crt"),
        ])
    }

    private func openssl(_ arguments: [String]) async throws {
        try await Self.command("/usr/bin/openssl", arguments)
    }

    private static func command(_ program: String, _ arguments: String...) async throws {
        try await command(program, arguments)
    }

    private static func command(_ program: String, _ arguments: [String]) async throws {
        let process = Process()
        // A server that a script leaves behind must not keep the descriptor by which Foundation learns of the
        // script's end.
        let closing = "for f in /proc/self/fd/*; do n=${f##*/}; ((n > 2)) && eval \"exec $n>&-\"; done; exec \"$@\""
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", closing, "bash", program] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        try #require(process.terminationStatus == 0, "\(program) \(arguments.first ?? "") failed")
    }
}
