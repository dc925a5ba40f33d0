import Foundation
import PlatformKit
import TestKit

/// In which order work is claimed.
enum Claims: String, Sendable, CaseIterable {
    /// By turns of tenants and their shops: the product's own way.
    case turns
    /// What fell due first comes first, whoever wants it; for comparison.
    case firstCome = "first-come"

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "first-come.sql")

    /// Puts the order into force in all services of this run's own database.
    func apply(_ settings: ProductSettings, to platform: Platform) async throws {
        guard self == .firstCome else { return }
        for schema in Post.schemas {
            let psql = try Program(
                settings.psql,
                [
                    "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", "schema=\(schema)", "-f", Self.script.path(),
                    platform.settings.database,
                ],
                settings: ["PATH": "/usr/bin:/bin", "HOME": "/"],
                log: settings.folder.appending(path: "claims.log"))
            try await psql.ended(within: .seconds(60))
        }
    }
}
