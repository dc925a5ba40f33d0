import Contracts
import Messaging
import Postgres

/// Takes over the tenant's threshold and buffer, for SKUs that have none of their own.
struct SettingsChangedHandler: Handler {
    /// One tenant's settings.
    struct Change: Sendable {
        let tenant: TenantID
        let body: SettingsChanged
    }

    func load(_ messages: [Received<SettingsChanged>], _ pipeline: inout Pipeline) -> Loading<Void> {
        Loading {}
    }

    func decide(_ message: Received<SettingsChanged>, _ view: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        guard message.body.lowStockThreshold >= 0 else {
            return .reject("a setting cannot be true", detail: "lowStockThreshold")
        }
        guard message.body.safetyBuffer >= 0 else { return .reject("a setting cannot be true", detail: "safetyBuffer") }
        return .done([Change(tenant: tenant, body: message.body)])
    }

    func apply(_ change: Change, to view: inout Void) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let newest = Dictionary(changes.map { ($0.tenant, $0.body) }) { $0.version > $1.version ? $0 : $1 }
        let rows = newest.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO settings (tenant_id, version, threshold, buffer)
            SELECT * FROM unnest(\(rows.map(\.key.uuid)), \(rows.map(\.value.version)),
                \(rows.map(\.value.lowStockThreshold)), \(rows.map(\.value.safetyBuffer)))
            ON CONFLICT (tenant_id) DO UPDATE
            SET version = excluded.version, threshold = excluded.threshold, buffer = excluded.buffer
            WHERE excluded.version > settings.version
            """)
    }
}
