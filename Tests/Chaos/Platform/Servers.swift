import Foundation

/// The private broker and database, as whoever owns the machines may treat them; each comes back on its old port.
struct Servers: Sendable {
    /// Where broker.sh and database.sh keep them.
    let folder: URL
    private let scripts: URL
    private let brokerPorts: [String]
    private let databasePort: String

    /// Finds the servers that were started under a folder.
    init(_ folder: URL, broker: String, management: String, database: String) throws {
        func port(_ url: String) throws -> String {
            guard let port = URLComponents(string: url)?.port else { throw WrongSetting(text: "\(url) has no port.") }
            return "\(port)"
        }
        self.folder = folder
        scripts = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../infra/local")
        brokerPorts = ["--port", try port(broker), "--management-port", try port(management)]
        databasePort = try port(database)
    }

    /// Kills the broker.
    func crashBroker() async throws { try await run("broker.sh", ["crash", folder.path()]) }
    /// Ends the broker in peace.
    func stopBroker() async throws { try await run("broker.sh", ["stop", folder.path()]) }
    /// Starts the broker.
    func startBroker() async throws { try await run("broker.sh", ["start", folder.path()] + brokerPorts) }

    /// Raises the memory alarm, under which the broker takes nothing, or ends it.
    func alarm(_ isOn: Bool) async throws {
        let mark = isOn ? ["absolute", "1MB"] : ["0.4"]
        try await run("broker.sh", ["ctl", folder.path(), "set_vm_memory_high_watermark"] + mark)
    }

    /// Ends the database at once, in the middle of whatever it does.
    func crashDatabase() async throws { try await run("database.sh", ["crash", folder.path()]) }
    /// Starts the database.
    func startDatabase() async throws {
        try await run("database.sh", ["start", folder.path(), "--port", databasePort])
    }

    private func run(_ script: String, _ arguments: [String]) async throws {
        let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        let program = try Program(
            scripts.appending(path: script), arguments, settings: environment,
            log: folder.appending(path: "\(script).log"))
        try await program.ended(within: .seconds(120))
    }
}
