import Contracts
import Messaging
import Postgres

/// Takes over the tenant's switch and limits.
struct SettingsChangedHandler: Handler {
    typealias Change = CatalogueChange<TenantID, SettingsChanged>

    let queue: WorkQueue

    func decide(_ message: Received<SettingsChanged>, _: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        if let minor = message.body.confirmAboveMinor, minor < 0 {
            return .reject("a setting cannot be true", detail: "confirmAboveMinor")
        }
        if let units = message.body.confirmAboveUnits, units < 0 {
            return .reject("a setting cannot be true", detail: "confirmAboveUnits")
        }
        return .done([Change(key: tenant, body: message.body, tenant: tenant, cause: message.metadata)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        try CatalogueStore.save(changes.newest { $0.version > $1.version }, &pipeline)
        try WorkQueue.enqueue(
            changes.reviews([.automation, .confirmation, .address, .weight]), into: &pipeline)
    }

    func saved(_ changes: [Change]) { queue.nudge() }
}
