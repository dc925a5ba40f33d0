import Commerce
import Contracts
import Foundation
import Messaging
import Postgres

/// Writes facts on the sheets of their orders, and what that changes into the sums.
struct FactHandler: Handler {
    /// What a batch knows: sheets, locked, and what amounts and days depend on.
    struct View: Sendable {
        var sheets: [OrderKey: OrderSheet]
        let preferences: [TenantID: Preferences]
        let zones: [ShopKey: Zone]
        let rates: ExchangeRates
    }

    func load(_ messages: [Received<Fact>], _ pipeline: inout Pipeline) -> Loading<View> {
        let keys = Set(messages.compactMap(\.orderKey)).sorted()
        let tenants = Set(keys.map(\.tenant)).sorted()
        let preferences = SettingsStore.lock(tenants, for: .share, &pipeline)
        let zones = SettingsStore.zones(tenants, &pipeline)
        let sheets = SheetStore.lock(keys, &pipeline)
        let rates = Self.rates(messages.map(\.body), keys, tenants, &pipeline)
        return Loading {
            View(sheets: try sheets(), preferences: try preferences(), zones: try zones(), rates: try rates())
        }
    }

    func decide(_ message: Received<Fact>, _ view: View) throws -> Decision<SheetChange> {
        guard let key = message.orderKey, let old = view.sheets[key] else { return .retry("the order is not locked") }
        guard let told = message.metadata.id.v7Instant.map({ Instant($0) }) else {
            return .reject("message_id is not a version 7 UUID")
        }
        let preferences = view.preferences[key.tenant] ?? .house
        var sheet = old
        do throws(Absurdity) {
            try sheet.take(message.body, told: told, zone: view.zone(message.body, key, preferences))
        } catch {
            return .reject("a figure of the message cannot be true", detail: error.field)
        }
        let zone = sheet.sold.flatMap { view.zones[ShopKey(tenant: key.tenant, shop: $0.shop)] } ?? preferences.zone
        sheet.convert(to: preferences.currency, zone: zone, view.rates)
        do throws(MoneyError) {
            return .done(try SheetChange(key, from: old, to: sheet).map { [$0] } ?? [])
        } catch {
            return .reject("an amount cannot be counted", detail: "\(error)")
        }
    }

    func apply(_ change: SheetChange, to view: inout View) {
        view.sheets[change.key] = change.sheet
    }

    func save(_ changes: [SheetChange], _ pipeline: inout Pipeline) throws {
        try ChangeStore.save(changes, &pipeline)
    }

    /// The rates that the batch may need. The paid day depends on the shop's zone, so the days beside it are read too.
    private static func rates(
        _ facts: [Fact], _ keys: [OrderKey], _ tenants: [TenantID], _ pipeline: inout Pipeline
    ) -> () throws -> ExchangeRates {
        let days = facts.flatMap { fact -> [Commerce.CalendarDay] in
            guard case .order(let order) = fact else { return [] }
            return [order.placedAt, order.paidAt ?? order.placedAt].flatMap { instant in
                (-1...1).map { Zone.utc.day(of: instant.date).advanced(by: $0) }
            }
        }
        let currencies = Set(facts.compactMap(\.currency)).map(\.code).sorted()
        return RateStore.read(
            days: "\(RateStore.given(Set(days))) UNION \(SheetStore.days(keys))",
            currencies: """
                SELECT unnest(\(currencies)) AS currency
                UNION SELECT currency FROM settings WHERE tenant_id = ANY(\(tenants.map(\.uuid)))
                """, &pipeline)
    }
}

extension FactHandler.View {
    /// The zone of the days of the shop that a fact is about.
    fileprivate func zone(_ fact: Fact, _ key: OrderKey, _ preferences: Preferences) -> Zone {
        guard case .order(let order) = fact else { return preferences.zone }
        return zones[ShopKey(tenant: key.tenant, shop: order.shop)] ?? preferences.zone
    }
}

extension Received<Fact> {
    /// The order that it is about; nil without a tenant, which the lane lets nobody through without.
    var orderKey: OrderKey? {
        metadata.tenant.map { OrderKey(tenant: $0, order: body.order) }
    }
}
