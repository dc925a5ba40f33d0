internal import ArgumentParser
internal import Logging
public import Messaging

/// A service of the platform. Its `App.swift` conforms and carries `@main`; the kit does the rest:
///
/// ```swift
/// @main struct App: ShopService {
///     static let name = "inventory"
///     static let summary = "Counts what can be sold and reserves it for orders."
///
///     static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
///         let platform = try await Platform(config.platform, context, migrations: migrations)
///         let messaging = try platform.messaging(lanes: Subscriptions.lanes(batch: config.platform.batch))
///         return platform.assembly([messaging], messaging)
///     }
///
///     static func migrate(_ config: Config, _ context: ServiceContext) async throws {
///         try await Platform.migrate(config.platform, context, migrations: migrations)
///     }
///
///     static var migrations: MigrationSource {
///         MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
///     }
/// }
/// ```
///
/// The executable then knows six commands: `run` (also when none is given), `migrate`, `bootstrap`, `rotate-keys`,
/// `config` and `version`.
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

    /// Makes what a new installation cannot make by asking, such as the first key. Services without such a thing leave
    /// it out.
    ///
    /// - Returns: What is written to the standard output, once and nowhere else; nil for nothing.
    static func bootstrap(_ config: Config, _ context: ServiceContext) async throws -> String?

    /// What the service keeps sealed, ready to be sealed under its newest keys. Services that seal nothing leave it
    /// out.
    static func keyRotation(_ config: Config, _ context: ServiceContext) async throws -> KeyRotation?
}

extension ShopService {
    /// A service without a schema has nothing to migrate.
    public static func migrate(_: Config, _ context: ServiceContext) async throws {
        context.logger.info("no schema to migrate")
    }

    /// Most services need nothing.
    public static func bootstrap(_: Config, _ context: ServiceContext) async throws -> String? {
        context.logger.info("nothing to bootstrap")
        return nil
    }

    /// Most services seal nothing.
    public static func keyRotation(_: Config, _: ServiceContext) async throws -> KeyRotation? { nil }

    /// The entry of the executable: carries out the command that it was started with, and exits.
    public static func main() async {
        await ServiceCommand<Self>.main()
    }
}
