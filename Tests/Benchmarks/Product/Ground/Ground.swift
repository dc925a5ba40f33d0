import BenchKit
import Foundation
import Outbound
import PlatformKit
import TestKit

/// A platform on an empty broker and an empty database, and what its processes cost.
struct Ground: Sendable {
    let platform: Platform
    let broker: TestBroker
    private let servers: BenchKit.Servers

    /// Runs a platform while the body runs.
    ///
    /// - Parameter own: What services are told besides, by their names.
    /// - Throws: ``Gone`` for a service that has ended by itself meanwhile, besides what the body threw.
    static func run<Value: Sendable>(
        _ settings: ProductSettings, own: [String: [String: String]] = [:], _ body: (Ground) async throws -> Value
    ) async throws -> Value {
        let servers = try BenchKit.Servers(in: settings.servers)
        return try await withDatabase { database in
            try await withBroker { broker in
                var plan = PlatformSettings(
                    name: "bench", broker: broker.url, management: settings.management, database: database,
                    folder: settings.folder.appending(path: "logs"))
                plan.seed = settings.seed
                plan.own = own
                // As in production: what is polled is a safety net.
                plan.own["ingestion", default: [:]].merge(["POLL_EVERY": "60s"]) { told, _ in told }
                plan.own["sandbox", default: [:]].merge(unlimited) { told, _ in told }
                return try await Platform.run(plan) { platform in
                    let ground = Ground(platform: platform, broker: broker, servers: servers)
                    let value = try await body(ground)
                    try await ground.requireAll()
                    return value
                }
            }
        }
    }

    /// A channel and a carrier's partner that bear whatever they are asked, and orders that stay as they are.
    private static let unlimited = [
        "SANDBOX_RATE_LIGHT_READ": "0", "SANDBOX_RATE_READ": "0", "SANDBOX_RATE_WRITE": "0",
        "SANDBOX_RATE_HEAVY_WRITE": "0", "SANDBOX_SHIPPO_LIMIT_FACTOR": "0", "SANDBOX_TIME_SCALE": "1",
        "SANDBOX_CANCEL_LATE_ORDERS": "false",
    ]

    // MARK: Costs

    /// The services' processes by their names; the sandbox is none of ours.
    func processes() async -> [String: Int32] {
        var processes: [String: Int32] = [:]
        for service in Post.services {
            processes[service] = await platform.crew.processID(Post(service: service, number: 1))
        }
        processes["sandbox"] = await platform.crew.processID(.sandbox)
        return processes
    }

    /// What everybody has spent so far, this process as `driver`.
    func spending() async -> Spending {
        Spending.soFar(servers, (await processes()).merging(["driver": getpid()]) { $1 })
    }

    /// The most memory of each service, in MB.
    func memory() async -> [String: Double] {
        (await processes()).filter { $0.key != "sandbox" }.compactMapValues { ProcessTimes.peakMemory(of: $0) }
    }

    /// Bytes that the database has written to its log so far.
    func log() async throws -> Int { try await platform.number("pg_current_wal_lsn() - '0/0'::pg_lsn") }

    /// Rows that scans of tables and indexes have given so far, whoever asked.
    ///
    /// It takes some seconds: a session that has nothing to do tells the statistics ten seconds later what it has read.
    func rowsRead() async throws -> Int {
        try await Task.sleep(for: .seconds(11))
        return try await platform.number("SELECT tup_returned FROM pg_stat_database WHERE datname = current_database()")
    }

    /// Ends a service and starts it again; seconds from its start until it says that it is ready.
    func startUp(_ post: Post) async throws -> Double {
        guard try await platform.crew.restart(post) else { throw Gone(sentence: "\(post) did not end in peace") }
        let start = ContinuousClock.now
        let url = try await platform.crew.readiness(post)
        while (try? await platform.sandbox.send(.get, url).status) != 200 {
            guard ContinuousClock.now - start < .seconds(60) else { throw Gone(sentence: "\(post) is not ready") }
            try await Task.sleep(for: .milliseconds(5))
        }
        return (ContinuousClock.now - start) / .seconds(1)
    }

    /// - Throws: ``Gone`` for a service that has ended by itself: what was measured then is something else.
    func requireAll() async throws {
        let surprises = await platform.crew.takeSurprises()
        if let first = surprises.first { throw Gone(sentence: first) }
    }

    /// Looks again and again until something is so.
    ///
    /// - Throws: ``Gone`` for a service that has ended by itself, ``Overdue`` when patience ends, and what the look
    ///   threw.
    func wait(
        within patience: Duration, looking pause: Duration = .milliseconds(250), _ condition: String,
        until isSo: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + patience
        while try await !isSo() {
            try await requireAll()
            guard ContinuousClock.now < end else { throw Overdue(condition: condition, patience: patience) }
            try await Task.sleep(for: pause)
        }
    }

    struct Gone: Error, CustomStringConvertible {
        let sentence: String
        var description: String { "a service has ended: \(sentence)" }
    }
}
