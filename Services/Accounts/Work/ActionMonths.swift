import Logging
import Postgres
import ServiceLifecycle

/// Keeps the months of the log of actions: makes the next ones, drops those of more than a year ago.
struct ActionMonths: Service {
    let database: PostgresPool
    let logger: Logger
    private let pause = Duration.seconds(6 * 3600)

    init(database: PostgresPool, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await keep()
                try await Task.sleep(for: pause)
            }
        }
    }

    private func keep() async {
        do {
            try await database.run("SELECT keep_action_partitions()")
        } catch {
            logger.error("months of the log of actions could not be kept", metadata: ["error": "\(error)"])
        }
    }
}
