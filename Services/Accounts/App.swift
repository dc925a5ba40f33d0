import Contracts
import Foundation
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle

/// Knows who the tenants are, what their keys open and how they want to be served.
@main struct App: ShopService {
    static let name = "accounts"
    static let summary = "Knows who the tenants are, what their keys open and how they want to be served."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let platform = try await Platform(config.platform, context, migrations: migrations)
        let messaging = try platform.messaging(
            lanes: Subscriptions.lanes(batch: config.platform.batch), requests: Subscriptions.requests(),
            view: OperatorShelf())
        var parts: [any Service] = [
            ActionMonths(database: platform.database, logger: context.logger), messaging,
            LenderTelling(messaging: messaging, logger: context.logger),
        ]
        if !config.ratesFile.isEmpty {
            parts.append(RatesFile(config.ratesFile, every: config.ratesInterval, messaging, logger: context.logger))
        }
        return platform.assembly(parts, messaging)
    }

    static func migrate(_ config: Config, _ context: ServiceContext) async throws {
        try await Platform.migrate(config.platform, context, migrations: migrations)
    }

    /// Makes a key that may do everything for an agency, and the agency itself when there is none of its name.
    static func bootstrap(_ config: Config, _ context: ServiceContext) async throws -> String? {
        let platform = try await Platform(config.platform, context, migrations: migrations)
        let messaging = try platform.messaging(lanes: [])
        // What is sent meanwhile lies in the outbox, too: the service publishes what this short process could not.
        do {
            let key = try await Bootstrap(agency: config.firstAgency).run(messaging)
            await platform.database.close()
            return key.text
        } catch let wrong as Wrong {
            throw ConfigurationError(key: "BOOTSTRAP_AGENCY", wrong.sentence + ".")
        }
    }

    /// Accounts' own tables.
    static var migrations: MigrationSource {
        MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}
