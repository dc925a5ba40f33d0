import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import UnixSignals

/// The workload W1 (orders → stock → rollup) on the product's own Messaging and Postgres, with their default settings:
/// `w1 ingestion|inventory|analytics`. What a stage does is in its file; the process protocol is the workload's.
@main
struct App {
    static func main() async throws {
        guard let stage = CommandLine.arguments.dropFirst().first, let lane = lanes[stage] else {
            throw Usage(description: "usage: w1 ingestion|inventory|analytics")
        }
        let environment = ProcessInfo.processInfo.environment
        var logger = Logger(label: stage) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        var configuration = try PostgresConfiguration(url: environment["W1_PG_URL"] ?? "")
        configuration.searchPath = [stage]
        let database = PostgresPool(configuration, logger: logger)
        try await adoptTables(of: stage, database, configuration, logger)
        let messaging = try Messaging(
            service: stage, broker: AMQPConfiguration(url: environment["W1_AMQP_URL"] ?? ""), database: database,
            router: { Route(exchange: "w1", key: $0.rawValue, isMandatory: true) }, lanes: [lane], logger: logger)
        let ready = Task {
            while !messaging.troubles().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            FileHandle.standardOutput.write(Data("READY\n".utf8))
        }
        let services = ServiceGroup(services: [messaging], gracefulShutdownSignals: [.sigterm], logger: logger)
        try await services.run()
        ready.cancel()
        if stage == "analytics" { try Latencies.shared.write(to: environment["W1_LATENCY_FILE"]) }
        await database.close()
    }

    private static let lanes = ["ingestion": Ingestion.lane, "inventory": Inventory.lane, "analytics": Analytics.lane]

    /// Puts Messaging's own inbox and outbox in the place of the workload's, once: a stage that is started again after
    /// a crash keeps what it finds.
    private static func adoptTables(
        of stage: String, _ database: PostgresPool, _ configuration: PostgresConfiguration, _ logger: Logger
    ) async throws {
        let isAdopted =
            try await database.first(
                "SELECT to_regclass(\("\(stage).schema_migrations")) IS NOT NULL", as: Bool.self) ?? false
        if !isAdopted {
            for table in ["inbox", "outbox"] {
                try await database.run("DROP TABLE IF EXISTS \(identifier: stage).\(identifier: table)")
            }
        }
        let sources = [Messaging.migrations]
        try await Migrator(configuration, schema: stage, sources: sources, logger: logger).migrate()
    }
}

struct Usage: Error, CustomStringConvertible { let description: String }
