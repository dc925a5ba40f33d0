import Foundation

/// One process that we start, watch and strike; its output goes to a file.
struct Program: Sendable {
    let process: Process
    let log: URL
    /// Where in the log this process began.
    let begin: UInt64

    /// Starts it with these settings alone.
    init(_ executable: URL, _ arguments: [String], settings: [String: String], log: URL) throws {
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
        try process.run()
    }

    var id: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// What it wrote last.
    func tail(_ bytes: UInt64 = 4096) -> String {
        guard let file = try? FileHandle(forReadingFrom: log), let end = try? file.seekToEnd() else { return "" }
        defer { try? file.close() }
        try? file.seek(toOffset: max(begin, end > bytes ? end - bytes : 0))
        return (try? file.readToEnd()).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Waits for its end.
    ///
    /// - Throws: ``Failed`` when it has not ended by then, or not well.
    func ended(within patience: Duration) async throws {
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
    struct Failed: Error, CustomStringConvertible {
        let program: Program
        let reason: String

        var description: String {
            let name = program.process.executableURL?.lastPathComponent ?? "?"
            return "\(name) \(reason): \(program.tail(600))"
        }
    }

    /// Where a service's executable lies: beside our own, unless the settings say otherwise.
    static func find(_ name: String, in folder: URL?) throws -> URL {
        let own = URL(filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        var place = folder ?? own.deletingLastPathComponent()
        repeat {
            let file = place.appending(path: name)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: file.path(), isDirectory: &isFolder), !isFolder.boolValue {
                return file
            }
            place = place.deletingLastPathComponent()
        } while place.path() != "/"
        throw WrongSetting(text: "\(name) was not built.")
    }
}
