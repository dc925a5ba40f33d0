import Contracts
import Foundation
import Postgres

/// The rows of `settings`: in which zone brands count their days.
enum SettingsStore {
    /// Writes settings as they were told last.
    static func save(_ told: [TenantID: SettingsChanged], _ pipeline: inout Pipeline) {
        let rows = told.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO settings (tenant_id, version, zone)
            SELECT * FROM unnest(\(rows.map(\.key.uuid)), \(rows.map { Int64($0.value.version) }),
                \(rows.map(\.value.zone))) AS new (tenant, version, zone) ORDER BY tenant
            ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version, zone = excluded.zone
            WHERE settings.version < excluded.version
            """)
    }
}
