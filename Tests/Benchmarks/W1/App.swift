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
        let stages = ["ingestion": Ingestion.lane, "inventory": Inventory.lane, "analytics": Analytics.lane]
        guard let stage = CommandLine.arguments.last, let lane = stages[stage] else { exit(64) }
        let environment = ProcessInfo.processInfo.environment
        let logger = Logger(label: stage) { _ in SwiftLogNoOpLogHandler() }
        var configuration = try PostgresConfiguration(url: environment["W1_PG_URL"] ?? "")
        configuration.searchPath = [stage]
        let database = PostgresPool(configuration, logger: logger)
        // Messaging's own inbox and outbox take the place of the workload's, once: a stage that was killed and is
        // started again keeps what it finds.
        try await database.run(
            """
            DO $$ BEGIN
                IF to_regclass('schema_migrations') IS NULL THEN DROP TABLE IF EXISTS inbox, outbox; END IF;
            END $$
            """)
        try await Migrator(configuration, schema: stage, sources: [Messaging.migrations], logger: logger).migrate()
        let messaging = try Messaging(
            service: stage, broker: AMQPConfiguration(url: environment["W1_AMQP_URL"] ?? ""), database: database,
            router: { Route(exchange: "w1", key: $0.rawValue, isMandatory: true) }, lanes: [lane], logger: logger)
        let ready = Task {
            while !messaging.troubles().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            FileHandle.standardOutput.write(Data("READY\n".utf8))
        }
        try await ServiceGroup(services: [messaging], gracefulShutdownSignals: [.sigterm], logger: logger).run()
        ready.cancel()
        if stage == "analytics" { try Analytics.writeLatencies(to: environment["W1_LATENCY_FILE"]) }
        await database.close()
    }
}
