import Contracts
import Messaging
import Postgres

/// Takes over the tenant's threshold and buffer, for SKUs that have none of their own, and whether its channels take a
/// stock of 0. Where they are others than before, channels are told again.
struct SettingsChangedHandler: Handler {
    /// One tenant's settings.
    struct Change: Sendable {
        let tenant: TenantID
        let rules: StockRules
        /// Whether what the channels were told before would be told in another way now.
        let isOtherZero: Bool
    }

    func load(_ messages: [Received<SettingsChanged>], _ pipeline: inout Pipeline) -> Loading<[TenantID: StockRules]> {
        Loading(RulesStore.lock(Set(messages.compactMap(\.metadata.tenant)).sorted(), &pipeline))
    }

    func decide(_ message: Received<SettingsChanged>, _ known: [TenantID: StockRules]) -> Decision<Change> {
        guard let tenant = message.metadata.tenant else { return .done() }
        guard message.body.lowStockThreshold >= 0 else {
            return .reject("a setting cannot be true", detail: "lowStockThreshold")
        }
        guard message.body.safetyBuffer >= 0 else { return .reject("a setting cannot be true", detail: "safetyBuffer") }
        let before = known[tenant] ?? StockRules()
        guard message.body.version > before.version else { return .done() }
        let rules = StockRules(
            version: message.body.version, threshold: message.body.lowStockThreshold,
            buffer: message.body.safetyBuffer, takesZero: message.body.channelTakesZero)
        let isOtherZero = rules.takesZero != before.takesZero
        let isOther = rules.threshold != before.threshold || rules.buffer != before.buffer || isOtherZero
        let change = Change(tenant: tenant, rules: rules, isOtherZero: isOtherZero)
        return .done([change], events: isOther ? [Draft(StockRulesChanged())] : [])
    }

    func apply(_ change: Change, to known: inout [TenantID: StockRules]) {
        known[change.tenant] = change.rules
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let last = Dictionary(changes.map { ($0.tenant, $0.rules) }) { $1 }
        RulesStore.save(last.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, &pipeline)
        let others = Set(changes.filter(\.isOtherZero).map(\.tenant))
        if !others.isEmpty { PushStore.forgetTold(tenants: others.sorted(), &pipeline) }
    }
}
