import BenchKit
import Foundation
import Synchronization
import TestKit

/// The three stages at work.
final class Crew: Sendable {
    private let stages: Mutex<[String: Stage]>
    private let settings: [String: String]
    private let logs: URL
    /// Where Analytics leaves the latency of every order when it ends.
    private let latencies: URL

    /// Starts all three and returns when they consume.
    init(broker: String, database: String, logs: URL) async throws {
        self.logs = logs
        latencies = logs.appending(path: "latencies")
        try? FileManager.default.removeItem(at: latencies)
        settings = ["W1_AMQP_URL": broker, "W1_PG_URL": database, "W1_LATENCY_FILE": latencies.path()]
        stages = Mutex([:])
        do {
            for name in Stage.names { try launch(name) }
            for name in Stage.names { try await stage(name).awaitReady() }
        } catch {
            await dismiss()
            throw error
        }
    }

    private func launch(_ name: String) throws {
        let stage = try Stage(name, settings: settings, logs: logs)
        stages.withLock { $0[name] = stage }
    }

    func stage(_ name: String) throws -> Stage {
        guard let stage = stages.withLock({ $0[name] }) else { throw Gone(name: name) }
        return stage
    }

    /// The processes by their stages' names.
    var processes: [String: Int32] { stages.withLock { $0.mapValues(\.id) } }

    /// MB by stage; see ``ProcessTimes/peakMemory(of:)``.
    var peakMemory: [String: Double] { processes.compactMapValues { ProcessTimes.peakMemory(of: $0) } }

    /// - Throws: ``Gone`` for a stage that has ended by itself.
    func requireAll() throws {
        for name in Stage.names where try !stage(name).isRunning { throw Gone(name: name) }
    }

    /// Kills a stage and starts it again.
    func crash(_ name: String) async throws {
        try await stage(name).crash()
        try launch(name)
        try await stage(name).awaitReady()
    }

    /// Ends all three well, and answers how long each order took, in milliseconds.
    func finish() async throws -> [Double] {
        for name in Stage.names { try await stage(name).stop() }
        let lines = try String(contentsOf: latencies, encoding: .utf8).split(separator: "\n")
        return lines.compactMap { Double($0) }.map { $0 / 1000 }
    }

    /// Ends whoever still runs.
    func dismiss() async {
        for stage in stages.withLock({ Array($0.values) }) where stage.isRunning { try? await stage.crash() }
    }

    struct Gone: Error, CustomStringConvertible {
        let name: String
        var description: String { "\(name) has ended by itself; see its .err among the logs" }
    }
}
