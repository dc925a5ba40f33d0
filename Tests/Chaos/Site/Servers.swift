import Foundation
import PlatformKit
import TestKit

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

    /// Runs a script to its end. What it starts inherits what Foundation watches a process's end by, so the script says
    /// in a file that it has ended.
    private func run(_ script: String, _ arguments: [String]) async throws {
        let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        let status = folder.appending(path: "\(script).status")
        try? FileManager.default.removeItem(at: status)
        let line = #"file=$1; shift; "$@"; code=$?; echo "$code" >"$file.new"; mv "$file.new" "$file""#
        let program = try Program(
            URL(filePath: "/bin/bash"),
            ["-c", line, "bash", status.path(), scripts.appending(path: script).path()] + arguments,
            settings: environment, log: folder.appending(path: "\(script).log"))
        try await eventually(within: .seconds(120), "\(script) \(arguments[0]) has ended") {
            FileManager.default.fileExists(atPath: status.path())
        }
        guard try String(contentsOf: status, encoding: .utf8) == "0\n" else {
            throw Program.Failed(program: program, reason: "\(script) failed")
        }
    }
}
