import Contracts
import Foundation
import Messaging
import Postgres

/// Goes through a tenant's SKUs after its buffer or threshold has changed, so many at a time: each level is told as it
/// stands now, which makes channels be told and low stock be seen.
struct StockRulesChangedHandler: Handler {
    /// The most SKUs that one message tells of.
    var limit = 100
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(
        _ messages: [Received<StockRulesChanged>], _ pipeline: inout Pipeline
    ) -> Loading<[RulesStore.Place: RulesStore.Step]> {
        Loading(RulesStore.steps(Set(messages.compactMap(\.place)), limit: limit, &pipeline))
    }

    func decide(
        _ message: Received<StockRulesChanged>, _ steps: [RulesStore.Place: RulesStore.Step]
    ) -> Decision<Never> {
        guard let place = message.place, let step = steps[place] else { return .done() }
        let told = step.levels.sorted { $0.key < $1.key }.map { key, level in
            Draft(StockChanged(key, level, version: level.version, at: now()), subject: key.sku.description)
        }
        guard step.skus.count == limit else { return .done(events: told) }
        return .done(events: told + [Draft(StockRulesChanged(after: step.skus.last))])
    }

    func apply(_ change: Never, to steps: inout [RulesStore.Place: RulesStore.Step]) {}

    func save(_ changes: [Never], _ pipeline: inout Pipeline) {}
}

extension Received<StockRulesChanged> {
    /// Where the message goes on; nil without a tenant, which a lane does not let through.
    var place: RulesStore.Place? { metadata.tenant.map { RulesStore.Place(tenant: $0, after: body.after) } }
}
