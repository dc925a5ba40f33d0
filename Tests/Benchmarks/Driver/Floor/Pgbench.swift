import BenchKit
import Foundation

/// One pgbench that runs the batches of one stage, one after the other, on a connection of its own.
struct Pgbench: Sendable {
    private let process: Process
    private let stage: String
    private let log: URL

    /// Starts it. The same settings as a stage has: prepared statements in pipelines, the search path of its schema.
    init(_ program: URL, stage: String, batches: Int, database: String, folder: URL) throws {
        self.stage = stage
        let script = folder.appending(path: "\(stage).sql")
        try Data((FloorScript.all[stage] ?? "").utf8).write(to: script)
        log = folder.appending(path: "\(stage).pgbench")
        try Data().write(to: log)
        process = Process()
        process.executableURL = program
        process.arguments = [
            "--no-vacuum", "--protocol=prepared", "--client=1", "--define=n=0", "--transactions=\(batches)",
            "--file=\(script.path())", database,
        ]
        process.environment = ["PGOPTIONS": "-c search_path=\(stage)", "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
    }

    /// Waits for its end.
    ///
    /// - Throws: ``Failed`` with what it wrote.
    func complete() async throws {
        try await closely(within: .seconds(600), "pgbench is done with \(stage)") { !process.isRunning }
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        guard process.terminationStatus == 0, !text.contains("aborted") else {
            throw Failed(stage: stage, text: String(text.suffix(600)))
        }
    }

    /// Ends it if it still runs.
    func dismiss() { if process.isRunning { process.terminate() } }

    struct Failed: Error, CustomStringConvertible {
        let stage: String
        let text: String
        var description: String { "pgbench failed with the statements of \(stage): \(text)" }
    }
}
