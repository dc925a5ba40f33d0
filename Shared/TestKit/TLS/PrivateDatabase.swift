internal import Foundation
internal import Glibc
internal import Logging
public import Postgres

/// A PostgreSQL of a test's own that speaks TLS under the name `localhost`; gone after the test.
public struct PrivateDatabase: Sendable {
    /// Who may come, as `pg_hba.conf` names them.
    public enum Door: String, Sendable {
        /// Whoever comes from this machine, with and without TLS.
        case open = "host"
        /// Those who come under TLS.
        case underTLS = "hostssl"
    }

    private static let programs = try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
        .max { $0.compare($1, options: .numeric) == .orderedAscending }
        .map { "/usr/lib/postgresql/\($0)/bin/" }
    /// Whether what it is made of is installed.
    public static let isAvailable = PrivateAuthority.isAvailable && programs != nil

    /// Where it listens, on the loopback address.
    public let port: Int
    /// Who vouches for it.
    public let authority: PrivateAuthority
    private let identity: PrivateAuthority.Identity
    private let door: Door
    private let folder: URL
    private let programs: String

    /// Its address for an administrator who wants it verified.
    public var url: String { plainURL + "?sslmode=verify-full&sslrootcert=\(authority.certificate)" }
    /// Its address for an administrator who comes without TLS.
    public var plainURL: String { "postgresql://postgres@localhost:\(port)/postgres" }

    /// How an administrator reaches it; without TLS unless said otherwise.
    ///
    /// - Parameter authority: the file of who may vouch for it; nil: nobody is asked for.
    public func configuration(
        host: String = "localhost", tls: PostgresConfiguration.TLSMode = .disable, authority: String? = nil
    ) -> PostgresConfiguration {
        PostgresConfiguration(
            host: host, port: port, user: "postgres", database: "postgres", tls: tls,
            certificateAuthorityFile: authority)
    }

    /// Sets a server up that an authority vouches for, runs the body while it stands, and clears it away.
    ///
    /// - Parameter settings: more settings of the server, such as `ssl_min_protocol_version=TLSv1`.
    public static func run<Value>(
        _ authority: PrivateAuthority, door: Door = .open, settings: [String] = [],
        isolation: isolated (any Actor)? = #isolation,
        _ body: (PrivateDatabase, RunningServer) async throws -> Value
    ) async throws -> Value {
        guard let programs else { throw NotInstalled() }
        let identity = try await authority.vouch(for: "DNS:localhost", ownedBy: RunningServer.user)
        let database = try PrivateDatabase(authority, identity, door, programs)
        defer { try? FileManager.default.removeItem(at: database.folder) }
        try await database.initialise()
        let running = try await database.start(settings)
        let result = await outcome { try await body(database, running) }
        await running.stop()
        return try result.get()
    }

    /// There is no PostgreSQL on this machine.
    public struct NotInstalled: Error {}

    private init(
        _ authority: PrivateAuthority, _ identity: PrivateAuthority.Identity, _ door: Door, _ programs: String
    ) throws {
        self.authority = authority
        self.identity = identity
        self.door = door
        self.programs = programs
        folder = FileManager.default.temporaryDirectory.appending(path: "private-database-\(UUID().uuidString)")
        port = try LoopbackPort.free()
    }

    private var data: String { folder.appending(path: "data").path }

    private func initialise() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if let user = RunningServer.user { try await OutsideProgram.run("chown", [user, folder.path]) }
        let words = RunningServer.words([
            programs + "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "--encoding=UTF8",
            "--locale=C.UTF-8",
        ])
        try await OutsideProgram.run(words[0], Array(words.dropFirst()))
        // Written into the file that is there, so that its owner stays.
        let rules = try FileHandle(forWritingTo: URL(filePath: data + "/pg_hba.conf"))
        try rules.truncate(atOffset: 0)
        try rules.write(contentsOf: Data("\(door.rawValue) all all 127.0.0.1/32 trust\n".utf8))
        try rules.close()
    }

    /// Starts the server and waits until it answers.
    public func start(_ settings: [String] = []) async throws -> RunningServer {
        let fixed = [
            "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=", "fsync=off", "ssl=on",
            "ssl_cert_file=\(identity.certificate)", "ssl_key_file=\(identity.key)", "max_connections=200",
        ]
        let arguments = ["-D", data] + (fixed + settings).flatMap { ["-c", $0] }
        let running = try RunningServer([programs + "postgres"] + arguments)
        let configuration = try PostgresConfiguration(url: door == .open ? plainURL : url)
        let answers = await outcome {
            try await eventually("the database answers") {
                try await PostgresConnection.open(configuration, logger: silent).close()
                return true
            }
        }
        if case .failure = answers { await running.stop() }
        try answers.get()
        return running
    }
}

/// A server process.
public final class RunningServer: Sendable {
    /// PostgreSQL refuses to run as root; it then runs as the system's user of this name.
    static var user: String? { getuid() == 0 ? "postgres" : nil }

    /// What is run so that the words are run as that user.
    static func words(_ words: [String]) -> [String] {
        guard let user else { return words }
        return ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--init-groups"] + words
    }

    private let process: Process

    init(_ words: [String]) throws {
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = Self.words(words)
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// Sends a signal to the server and all its children.
    public func signal(_ number: Int32) throws {
        let children = try String(
            contentsOfFile: "/proc/\(process.processIdentifier)/task/\(process.processIdentifier)/children",
            encoding: .utf8)
        for child in children.split(separator: " ").compactMap({ Int32($0) }) { kill(child, number) }
        kill(process.processIdentifier, number)
    }

    /// Ends the server at once, as a crash would.
    public func stop() async {
        try? signal(SIGCONT)
        kill(process.processIdentifier, SIGQUIT)
        while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
