import Commerce
import Contracts
import Messaging
import Postgres

/// Notes a tenant's zone and currency. The zone counts at the next look; when the currency changes, everything is
/// counted anew in it, in the background.
struct SettingsChangedHandler: Handler {
    /// New settings of a tenant.
    struct Change: Sendable {
        let tenant: TenantID
        let settings: SettingsChanged
        /// Whether amounts are counted in another currency now.
        let isOtherCurrency: Bool
    }

    func load(
        _ messages: [Received<SettingsChanged>], _ pipeline: inout Pipeline
    ) -> Loading<[TenantID: Preferences]> {
        let tenants = Set(messages.compactMap(\.metadata.tenant)).sorted()
        return Loading(SettingsStore.lock(tenants, for: .update, &pipeline))
    }

    func decide(_ message: Received<SettingsChanged>, _ known: [TenantID: Preferences]) -> Decision<Change> {
        guard let tenant = message.metadata.tenant, let old = known[tenant] else {
            return .retry("the settings are not locked")
        }
        guard message.body.version > old.version else { return .done() }
        guard Zone(message.body.zone) != nil else { return .reject("the zone is unknown", detail: "zone") }
        let isOther = message.body.currency != old.currency
        return .done([Change(tenant: tenant, settings: message.body, isOtherCurrency: isOther)])
    }

    func apply(_ change: Change, to known: inout [TenantID: Preferences]) {
        known[change.tenant] = Preferences(
            version: change.settings.version, zone: Zone(change.settings.zone) ?? .utc,
            currency: change.settings.currency)
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        SettingsStore.save(Dictionary(changes.map { ($0.tenant, $0.settings) }) { $1 }, &pipeline)
        let changed = Set(changes.filter(\.isOtherCurrency).map(\.tenant)).sorted()
        try WorkQueue.enqueue(changed.map { ConvertOrders.item($0, .otherCurrency) }, into: &pipeline)
    }
}
