import Foundation
import TestKit

/// One stage of W1 as a process of its own. What it writes goes to files.
final class Stage: Sendable {
    static let names = ["ingestion", "inventory", "analytics"]

    let name: String
    private let process: Process
    private let output: URL

    /// Starts it; it is not ready yet.
    init(_ name: String, settings: [String: String], logs: URL) throws {
        self.name = name
        output = logs.appending(path: "\(name).out")
        try Data().write(to: output)
        let errors = logs.appending(path: "\(name).err")
        if !FileManager.default.fileExists(atPath: errors.path()) { try Data().write(to: errors) }
        let trouble = try FileHandle(forWritingTo: errors)
        try trouble.seekToEnd()
        process = Process()
        process.executableURL = try BuiltProgram.find("W1")
        process.arguments = [name]
        process.environment = settings
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = trouble
        try process.run()
    }

    var id: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// Waits until it consumes.
    func awaitReady() async throws {
        try await eventually(within: .seconds(60), "\(name) is ready") {
            try String(contentsOf: output, encoding: .utf8).contains("READY")
        }
    }

    func signal(_ signal: Int32) { kill(id, signal) }

    /// Ends it as a lost machine would.
    func crash() async throws {
        signal(SIGKILL)
        try await eventually(within: .seconds(10), "\(name) is gone") { !process.isRunning }
    }

    /// Asks it to end, and waits for that.
    func stop() async throws {
        signal(SIGCONT)
        signal(SIGTERM)
        try await eventually(within: .seconds(40), "\(name) has ended") { !process.isRunning }
    }
}
