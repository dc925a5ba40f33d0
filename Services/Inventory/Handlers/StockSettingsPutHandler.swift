import Contracts
import Foundation
import Messaging

/// Sets how few of a SKU are few and how many of it are never offered. Each of its levels is told as it stands now,
/// which makes channels be told and low stock be seen.
struct StockSettingsPutHandler: RequestHandler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func answer(_ question: Received<StockSettingsPut>, _ desk: Desk) async throws -> StockSettings {
        let wish = question.body
        let wanted = try checked { () throws(Obstacle) in try StockOwnRules(wish) }
        return try await desk.carryOut(question, now: now()) { counter in
            let database = counter.transaction.database
            guard let found = try await OwnRulesStore.lock(wish.sku, tenants: desk.caller.tenants, database) else {
                throw Refusal(.unknown("SKU", at: "/sku"))
            }
            var sku = found.sku
            sku.own = wanted
            if sku != found.sku {
                try await OwnRulesStore.save(sku, database)
                try counter.transaction.publish(news(sku, found.levels, counter))
            }
            return StockSettings(sku)
        }
    }

    private func news(_ sku: RuledSKU, _ levels: [LevelKey: Level], _ counter: Counter) -> [Draft] {
        let told = levels.sorted { $0.key < $1.key }.map { key, level in
            var level = level
            level.buffer = sku.buffer
            let news = StockChanged(key, level, version: level.version, at: counter.now)
            return Draft(news, tenant: sku.tenant, subject: sku.id.description)
        }
        let action = Counter.Action(
            name: "stockSettingsChanged", subject: sku.id.description, sentence: sku.sentence)
        return told + [counter.note(action, sku.tenant)]
    }
}

extension StockSettings {
    /// What holds for a SKU, as it is answered.
    init(_ sku: RuledSKU) {
        self.init(
            tenant: sku.tenant, sku: sku.id, code: sku.code, threshold: sku.threshold, buffer: sku.buffer,
            ownThreshold: sku.own.threshold, ownBuffer: sku.own.buffer)
    }
}
