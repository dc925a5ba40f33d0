import Contracts
import Messaging
import Postgres

/// Notes the zone of a shop's days.
struct ConnectionChangedHandler: Handler {
    /// A shop as a message describes it.
    struct Change: Sendable {
        let shop: ShopKey
        let connection: ConnectionChanged
    }

    func decide(_ message: Received<ConnectionChanged>, _: Void) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .reject("a shop without a tenant") }
        return .done([Change(shop: ShopKey(tenant: tenant, shop: message.body.shop), connection: message.body)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let newest = Dictionary(changes.map { ($0.shop, $0.connection) }) { $1.version > $0.version ? $1 : $0 }
        SettingsStore.save(newest, &pipeline)
    }
}
