import Commerce
import Contracts
import Foundation
import Messaging
import Postgres

/// Counts orders in the tenant's currency whose rates came late, or whose tenant has changed the currency: some at a
/// time, in the order of their ids, each step in a transaction of its own.
struct ConvertOrders: WorkKind {
    static let name = "orders.convert"
    static let endpoint = EndpointClass.inside("orders.convert")
    static let limits = WorkLimits(deadline: .seconds(60))
    /// Each step wants the next.
    static let isAwaited = true

    /// Why orders are looked at.
    enum Reason: String, Codable, Sendable {
        case lackingRate, otherCurrency
    }

    /// Where a step begins. It is part of the key, so that a beginning is never mistaken for a continuation.
    struct Payload: Codable, Sendable {
        let reason: Reason
        let after: OrderID?
    }

    /// How long an order that lacks a rate waits for one that may be on its way.
    static let pause = Duration.seconds(10)
    /// The most orders of one step.
    var step = 200

    /// Wants a tenant's orders looked at.
    static func item(
        _ tenant: TenantID, _ reason: Reason, from order: OrderID? = nil, after pause: Duration = .zero
    ) -> WorkItem {
        let key = [reason.rawValue, order?.description].compactMap(\.self).joined(separator: " after ")
        return WorkItem(
            ConvertOrders.self, tenant: tenant, key: key, payload: Payload(reason: reason, after: order), after: pause)
    }

    func perform(_ job: Job<Payload>) async throws -> WorkResult {
        let (tenant, payload) = (job.tenant, job.item.payload)
        return .done(settling: { transaction in
            try await convert(tenant, payload, transaction)
            return []
        })
    }

    /// One step, in the transaction that ends the job.
    func convert(_ tenant: TenantID, _ payload: Payload, _ transaction: Transaction) async throws {
        let view = try await load(tenant, payload, transaction)
        var changes: [SheetChange] = []
        for (key, old) in view.sheets.sorted(by: { $0.key < $1.key }) {
            guard let shop = old.sold?.shop else { continue }
            var sheet = old
            let zone = view.zones[ShopKey(tenant: tenant, shop: shop)] ?? view.preferences.zone
            sheet.convert(to: view.preferences.currency, zone: zone, view.rates)
            if let change = try SheetChange(key, from: old, to: sheet) { changes.append(change) }
        }
        var pipeline = Pipeline()
        if !changes.isEmpty { try ChangeStore.save(changes, &pipeline) }
        if view.sheets.count == step, let last = view.sheets.keys.max() {
            try WorkQueue.enqueue([Self.item(tenant, payload.reason, from: last.order)], into: &pipeline)
        }
        if !pipeline.isEmpty { try await transaction.send(pipeline) }
    }

    private struct View {
        let sheets: [OrderKey: OrderSheet]
        let preferences: Preferences
        let zones: [ShopKey: Zone]
        let rates: ExchangeRates
    }

    private func load(_ tenant: TenantID, _ payload: Payload, _ transaction: Transaction) async throws -> View {
        var ask = Pipeline()
        let preferences = SettingsStore.lock([tenant], for: .share, &ask)
        let zones = SettingsStore.zones([tenant], &ask)
        let sheets = SheetStore.lock(chosen(tenant, payload), &ask)
        try await transaction.send(ask)
        let found = try sheets()
        var more = Pipeline()
        let currencies = Set(found.values.flatMap(\.currencies)).map(\.code).sorted()
        let rates = RateStore.read(
            days: "SELECT DISTINCT day FROM (\(SheetStore.days(found.keys.sorted()))) AS days",
            currencies: """
                SELECT unnest(\(currencies)) AS currency
                UNION SELECT currency FROM settings WHERE tenant_id = \(tenant.uuid)
                """, &more)
        try await transaction.send(more)
        return View(
            sheets: found, preferences: try preferences()[tenant] ?? .house, zones: try zones(), rates: try rates())
    }

    private func chosen(_ tenant: TenantID, _ payload: Payload) -> SQL {
        let condition: SQL =
            switch payload.reason {
            case .lackingRate: "lacks_rate"
            case .otherCurrency:
                "target <> (SELECT currency FROM settings WHERE tenant_id = \(tenant.uuid))"
            }
        let after: SQL = payload.after.map { "AND order_id > \($0.uuid)" } ?? ""
        return """
            SELECT tenant_id, order_id FROM orders WHERE tenant_id = \(tenant.uuid) AND \(condition) \(after)
            ORDER BY order_id LIMIT \(step)
            """
    }
}
