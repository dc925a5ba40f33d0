internal import ArgumentParser
internal import Logging

/// A service of the platform. Its `App.swift` conforms and carries `@main`; the kit does the rest:
///
/// ```swift
/// @main struct App: ShopService {
///     static let name = "inventory"
///     static let summary = "Counts what can be sold and reserves it for orders."
///
///     static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
///         let postgres = Postgres(config.database), broker = Broker(config.broker)
///         return Assembly([postgres, broker], readiness: [ReadinessCheck("postgres") { try await postgres.ping() }])
///     }
/// }
/// ```
///
/// The executable then knows four commands: `run` (also when none is given), `migrate`, `config` and `version`.
public protocol ShopService {
    /// The table of the service's settings.
    associatedtype Config: ServiceConfig

    /// One lower-case word: also the schema, the queues' prefix and the logs' `service`.
    static var name: String { get }

    /// What the service does, in one sentence, for `--help`.
    static var summary: String { get }

    /// Puts the service together; nothing may run yet.
    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly

    /// Brings the service's schema to the version that this build needs. Services without a schema leave it out.
    static func migrate(_ config: Config, _ context: ServiceContext) async throws
}

extension ShopService {
    /// A service without a schema has nothing to migrate.
    public static func migrate(_: Config, _ context: ServiceContext) async throws {
        context.logger.info("no schema to migrate")
    }

    /// The entry of the executable: carries out the command that it was started with, and exits.
    public static func main() async {
        await ServiceCommand<Self>.main()
    }
}
