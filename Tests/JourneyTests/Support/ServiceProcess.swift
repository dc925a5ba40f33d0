import Foundation
import TestKit
import Testing

/// One of the platform's executables, running by itself; its log is kept to explain a failure.
final class ServiceProcess: Sendable {
    let name: String
    private let process: Process
    private let log: URL

    /// Starts it with these settings alone.
    init(_ name: String, _ arguments: [String], settings: [String: String], log: URL) throws {
        self.name = name
        self.log = log
        process = try Self.start(name, arguments, settings, log)
    }

    /// Runs a command to its end and gives what it wrote to the standard output.
    static func run(
        _ name: String, _ arguments: [String], settings: [String: String], log: URL
    ) async throws -> String {
        let command = try ServiceProcess(name, arguments, settings: settings, log: log)
        defer { command.reap() }
        while command.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        let text = command.output
        try #require(command.process.terminationStatus == 0, "\(name) \(arguments): \(command.lastWords)")
        return text
    }

    /// How it ended; only once it has.
    var status: Int32 { process.terminationStatus }

    var isRunning: Bool { process.isRunning }
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
    /// The end of its log.
    var lastWords: String { output.split(separator: "\n").suffix(5).joined(separator: "\n") }

    /// SIGTERM, as a supervisor ends it.
    func end() { kill(process.processIdentifier, SIGTERM) }

    /// SIGKILL, as a crash ends it.
    func crash() { kill(process.processIdentifier, SIGKILL) }

    /// Waits for the end; makes it end after half a minute.
    func ended() async {
        let limit = ContinuousClock.now + .seconds(30)
        while process.isRunning {
            if ContinuousClock.now > limit { crash() }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Makes sure that it has ended, and collects it; nothing happens where it has.
    func reap() {
        if process.isRunning { crash() }
        process.waitUntilExit()
    }

    private static func start(
        _ name: String, _ arguments: [String], _ settings: [String: String], _ log: URL
    ) throws -> Process {
        try Data().write(to: log)
        let process = Process()
        process.executableURL = try BuiltProgram.find(name)
        process.arguments = arguments
        process.environment = settings
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }
}
