import Foundation
import Logging
import Postgres
import Testing

/// A PostgreSQL server of the test's own in a temporary folder, with TLS by a private authority; gone after the test.
struct PrivateServer {
    let folder: URL
    let port: Int
    private let binaries: URL

    /// The certificate of the authority that signed the server's, which is made out to `localhost` alone.
    var authority: String { folder.appending(path: "ca.crt").path }
    /// The certificate of an authority that signed nothing.
    var stranger: String { folder.appending(path: "stranger.crt").path }

    /// A configuration for this server; without TLS unless said otherwise.
    func configuration(
        host: String = "localhost", tls: PostgresConfiguration.TLSMode = .disable, authority: String? = nil
    ) -> PostgresConfiguration {
        PostgresConfiguration(
            host: host, port: port, user: "postgres", database: "postgres", tls: tls,
            certificateAuthorityFile: authority)
    }

    /// Sets a server up, runs `body` while it stands, and clears it away.
    static func run<Value: Sendable>(
        settings: [String] = [], _ body: (PrivateServer, RunningServer) async throws -> Value
    ) async throws -> Value {
        let server = try await PrivateServer()
        defer { try? FileManager.default.removeItem(at: server.folder) }
        let running = try await server.start(settings)
        do {
            let value = try await body(server, running)
            await running.stop()
            return value
        } catch {
            await running.stop()
            throw error
        }
    }

    private init() async throws {
        let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql").sorted()
        binaries = URL(filePath: "/usr/lib/postgresql/\(try #require(versions.last))/bin")
        folder = URL(filePath: try await Self.output("mktemp", "-d").trimmingCharacters(in: .newlines))
        port = try FreePort.find()
        let data = folder.appending(path: "data").path
        _ = try await Self.output(
            binaries.appending(path: "initdb").path, "-D", data, "-U", "postgres", "-A", "trust", "-N")
        try await makeCertificates()
    }

    private func makeCertificates() async throws {
        for name in ["ca", "stranger"] {
            try await openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(name) "
                    + "-keyout \(name).key -out \(name).crt")
        }
        try await openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server "
                + "-addext subjectAltName=DNS:localhost -keyout server.key -out server.csr")
        try await openssl(
            "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -days 2 -copy_extensions copy -out server.crt")
    }

    private func openssl(_ arguments: String) async throws {
        let words = arguments.split(separator: " ").map(String.init).map { word in
            word.hasSuffix(".key") || word.hasSuffix(".crt") || word.hasSuffix(".csr")
                ? folder.appending(path: word).path : word
        }
        _ = try await Self.output("openssl", words)
    }

    /// Starts the server and waits until it answers.
    func start(_ settings: [String] = []) async throws -> RunningServer {
        let path = folder.path
        let fixed = [
            "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=", "fsync=off", "ssl=on",
            "ssl_cert_file=\(path)/server.crt", "ssl_key_file=\(path)/server.key",
        ]
        let arguments = ["-D", "\(path)/data"] + (fixed + settings).flatMap { ["-c", $0] }
        let running = try RunningServer(binaries.appending(path: "postgres").path, arguments)
        let configuration = configuration()
        try await wait(for: "the server answers") {
            guard let connection = try? await PostgresConnection.open(configuration, logger: .init(label: "test"))
            else {
                return false
            }
            await connection.close()
            return true
        }
        return running
    }

    private static func output(_ command: String, _ arguments: String...) async throws -> String {
        try await output(command, arguments)
    }

    private static func output(_ command: String, _ arguments: [String]) async throws -> String {
        let process = RunningServer.process(command, arguments)
        let pipe = Pipe()
        process.standardOutput = pipe
        try await RunningServer.runToEnd(process)
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        try #require(process.terminationStatus == 0, "\(command) failed")
        return String(decoding: output, as: UTF8.self)
    }
}

/// A server process.
final class RunningServer: Sendable {
    private let process: Process

    init(_ command: String, _ arguments: [String]) throws {
        process = Self.process(command, arguments)
        try process.run()
    }

    /// PostgreSQL refuses to run as root; it then runs as the system's user `postgres`.
    static func process(_ command: String, _ arguments: [String]) -> Process {
        let process = Process()
        let prefix = getuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = prefix + [command] + arguments
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        return process
    }

    /// Runs a process without blocking the thread that asks. Its output must fit into a pipe's buffer.
    static func runToEnd(_ process: Process) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }

    /// Sends a signal to the server and all its children.
    func signal(_ number: Int32) throws {
        let children = try String(
            contentsOfFile: "/proc/\(process.processIdentifier)/task/\(process.processIdentifier)/children",
            encoding: .utf8)
        for child in children.split(separator: " ").compactMap({ Int32($0) }) { kill(child, number) }
        kill(process.processIdentifier, number)
    }

    /// Ends the server at once, as a crash would.
    func stop() async {
        try? signal(SIGCONT)
        kill(process.processIdentifier, SIGQUIT)
        while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    }
}

/// A TCP port that nobody uses.
enum FreePort {
    static func find() throws -> Int {
        try SilentListener().port
    }
}
