import Commerce
import Contracts
import Messaging
import Postgres

/// Notes the zone of a brand's days, which is that of its shops that have none of their own: by it an order gets the
/// day whose exchange rates hold for it. Orders that are known already keep theirs.
struct SettingsChangedHandler: Handler {
    /// New settings of a brand.
    struct Change: Sendable {
        let tenant: TenantID
        let settings: SettingsChanged
    }

    func decide(_ message: Received<SettingsChanged>, _: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .reject("settings without a tenant") }
        guard Zone(message.body.zone) != nil else { return .reject("the zone is unknown", detail: "zone") }
        return .done([Change(tenant: tenant, settings: message.body)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let newest = Dictionary(changes.map { ($0.tenant, $0.settings) }) { $1.version > $0.version ? $1 : $0 }
        SettingsStore.save(newest, &pipeline)
    }
}
