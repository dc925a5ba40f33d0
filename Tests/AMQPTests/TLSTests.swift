import AMQP
import Foundation
import TestKit
import Testing

/// `amqps://` against a broker behind a certificate of a private authority.
@Suite(.timeLimit(.minutes(5)), .enabled(if: SecureFront.isAvailable))
struct TLSTests {
    /// Publishes one message by way of a secure front; what the connection's condition says, when that does not work.
    private func publish(
        _ front: SecureFront, authority: String? = nil, verifiesHostname: Bool = true
    ) async throws -> Attempt {
        var configuration = try AMQPConfiguration(
            url: front.url, tls: .init(caFile: authority ?? front.certificate, verifiesHostname: verifiesHostname))
        configuration.heartbeat = 60
        configuration.timeout = .seconds(5)
        // The front takes one connection; the first refusal is to be seen, not that of a second try.
        configuration.shortestPause = .seconds(30)
        let publisher = try AMQPPublisher(configuration, logger: silent)
        defer { front.stop() }
        async let sent = publisher.publish([numbered(1, to: "orders")], deadline: .seconds(20))
        try await eventually("it is up or down") { publisher.health.condition != .connecting }
        if case .down(let reason) = publisher.health.condition {
            await publisher.close(within: .zero)
            _ = try? await sent
            return .refused(reason)
        }
        let outcomes = try await sent
        await publisher.close()
        return .sent(outcomes)
    }

    @Test func `the authority's file lets us in, under TLS 1.2 or later`() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            for version in ["-tls1_2", "-tls1_3"] {
                let front = try await SecureFront(before: broker.url, options: [version])
                #expect(try await publish(front) == .sent([.confirmed]), "\(version)")
            }
            #expect(try await broker.queue("orders")?.messages == 2)
        }
    }

    @Test func `another authority, another host's name and an old TLS are refused`() async throws {
        try await withBroker { broker in
            try await broker.declareQueue("orders")
            let other = try await SecureFront(before: broker.url)
            defer { other.stop() }
            let foreign = try await publish(SecureFront(before: broker.url), authority: other.certificate)
            #expect(foreign.reason?.contains("SSL") == true, "\(foreign)")

            let named = try await publish(SecureFront(before: broker.url, name: "DNS:elsewhere.example"))
            #expect(named.reason?.contains("hostname") == true, "\(named)")
            let lenient = try await SecureFront(before: broker.url, name: "DNS:elsewhere.example")
            #expect(try await publish(lenient, verifiesHostname: false) == .sent([.confirmed]))

            let old = try await SecureFront(before: broker.url, options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
            #expect(try await publish(old).reason != nil)
            #expect(try await broker.queue("orders")?.messages == 1)
        }
    }

    @Test func `an authority's file that is not there is named`() async throws {
        try await withBroker { broker in
            let front = try await SecureFront(before: broker.url)
            #expect(
                try await publish(front, authority: "/nowhere/ca.pem").reason?.contains("/nowhere/ca.pem") == true)
        }
    }
}

/// What became of one attempt to publish.
enum Attempt: Equatable {
    case sent([PublishOutcome])
    case refused(String)

    var reason: String? {
        if case .refused(let reason) = self { reason } else { nil }
    }
}

/// TLS for one connection to a broker that has none: OpenSSL between the client and the broker's own port.
final class SecureFront {
    private static let openssl = "/usr/bin/openssl"
    static let isAvailable = FileManager.default.isExecutableFile(atPath: openssl)

    /// The path of the certificate, which is its own authority.
    let certificate: String
    let url: String
    private let process: Process
    private let folder: URL

    init(before broker: String, options: [String] = [], name: String = "IP:127.0.0.1") async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "amqps-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let make = try Self.start(
            "\(Self.openssl) req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=test "
                + "-addext subjectAltName=\(name) -keyout \(key) -out \(certificate)")
        make.waitUntilExit()
        let proxy = try FaultyProxy(port: 1)
        let port = proxy.port
        proxy.close()
        let parts = try #require(URLComponents(string: broker))
        // Bash opens the way to the broker; OpenSSL copies between it and the one client that it takes.
        process = try Self.start(
            "exec 3<>/dev/tcp/\(parts.host ?? "")/\(parts.port ?? 0); exec \(Self.openssl) s_server -quiet -naccept 1 "
                + "-accept 127.0.0.1:\(port) -cert \(certificate) -key \(key) \(options.joined(separator: " ")) <&3 >&3"
        )
        let place = String(format: ":%04X 00000000:0000 0A", port)
        try await eventually("it listens") {
            try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8).contains(place)
        }
        url = "amqps://\(parts.user ?? ""):\(parts.password ?? "")@127.0.0.1:\(port)\(parts.percentEncodedPath)"
    }

    func stop() {
        // A child of a Swift process may have SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func start(_ command: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", command]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
