import Foundation
import TestKit
import Testing

/// The probe service as a process of its own: what a person or a supervisor sees of a service.
final class ProbeProcess {
    private let process = Process()
    private let folder: URL

    /// Starts the probe with these arguments and this environment alone.
    init(_ arguments: [String] = [], _ environment: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "probe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["out", "err"] { try Data().write(to: folder.appending(path: name)) }
        process.executableURL = try BuiltProgram.find("Probe")
        process.arguments = arguments
        process.environment = environment
        process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    var output: String { text("out") }
    var complaints: String { text("err") }

    /// Every line of the output, which must be JSON.
    func log() throws -> [[String: Any]] {
        try output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
    }

    /// The messages of the log in their order.
    func messages() throws -> [String] { try log().compactMap { $0["message"] as? String } }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for a line of the log.
    func untilLogged(_ message: String) async throws {
        try await eventually("the probe logged '\(message)'") { try messages().contains(message) }
    }

    /// Waits for the end and gives the exit status as a shell would.
    func exitStatus() async throws -> Int32 {
        try await eventually("the probe has ended") { !process.isRunning }
        let signalled = process.terminationReason == .uncaughtSignal
        return signalled ? 128 + process.terminationStatus : process.terminationStatus
    }

    /// The port of the admin server.
    func adminPort() async throws -> Int {
        try await untilLogged("admin server listening")
        return try #require(try log().compactMap { $0["port"] as? Int }.first)
    }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appending(path: name))) ?? Data(), as: UTF8.self)
    }
}
