import Contracts
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// Tells once, whenever the service starts, who the lenders are: whoever hears of them may be younger than they are.
struct LenderTelling: Service {
    let messaging: Messaging
    let logger: Logger
    private static let pause = Duration.seconds(10)

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while await !tell() { try await Task.sleep(for: Self.pause) }
        }
        // The others go on.
        try? await gracefulShutdown()
    }

    /// Whether it worked.
    private func tell() async -> Bool {
        do {
            try await Self.tell(messaging)
            return true
        } catch {
            logger.error("lenders could not be told", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Tells all lenders.
    static func tell(_ messaging: Messaging) async throws {
        try await messaging.transact { transaction in
            let lenders = try await TenantStore.lenders(transaction.database)
            if !lenders.isEmpty { try transaction.publish(lenders.map(Draft.telling)) }
        }
    }
}
