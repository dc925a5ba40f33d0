package import Foundation

/// One process that we start, watch and strike; its output goes to a file.
package struct Program: Sendable {
    package let process: Process
    package let log: URL
    /// Where in the log this process began.
    private let begin: UInt64

    /// Starts it with these settings alone.
    package init(_ executable: URL, _ arguments: [String], settings: [String: String], log: URL) throws {
        if !FileManager.default.fileExists(atPath: log.path()) { try Data().write(to: log) }
        let output = try FileHandle(forWritingTo: log)
        begin = try output.seekToEnd()
        self.log = log
        process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = settings
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try Self.withAllSignals { try process.run() }
    }

    /// A process inherits which signals the calling thread blocks, and threads of the pool block nearly all: a broker
    /// that is started so never hears that it should end.
    private static func withAllSignals(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    package var id: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }

    /// What it wrote last.
    package func tail(_ bytes: UInt64 = 4096) -> String {
        guard let file = try? FileHandle(forReadingFrom: log), let end = try? file.seekToEnd() else { return "" }
        defer { try? file.close() }
        try? file.seek(toOffset: max(begin, end > bytes ? end - bytes : 0))
        return (try? file.readToEnd()).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Waits for its end.
    ///
    /// - Throws: ``Failed`` when it has not ended by then, or not well.
    package func ended(within patience: Duration) async throws {
        let limit = ContinuousClock.now + patience
        while process.isRunning {
            guard ContinuousClock.now < limit else { throw Failed(program: self, reason: "did not end") }
            try await Task.sleep(for: .milliseconds(10))
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw Failed(program: self, reason: "ended with \(process.terminationStatus)")
        }
    }

    /// A program that did not do what it was started for.
    package struct Failed: Error, CustomStringConvertible {
        package let program: Program
        package let reason: String

        package init(program: Program, reason: String) {
            self.program = program
            self.reason = reason
        }

        package var description: String {
            let name = program.process.executableURL?.lastPathComponent ?? "?"
            return "\(name) \(reason): \(program.tail(600))"
        }
    }
}
