import AMQP
import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Analytics
@testable import Messaging

/// A database of Analytics' with its roles, and handlers run on it without a broker.
struct AnalyticsWorld: Sendable {
    /// With the worker's role.
    let database: PostgresPool
    let roles: TestRoles

    static let template = TemplateDatabase.of("analytics", App.migrations)

    static func configuration(_ url: String) throws -> PostgresConfiguration {
        try PostgresConfiguration(url: url, schema: "analytics")
    }

    @discardableResult
    static func lend<Value: Sendable>(_ body: (AnalyticsWorld) async throws -> Value) async throws -> Value {
        try await template.withCopy { url in
            let roles = try TestRoles(of: "analytics", in: url)
            return try await PostgresPool.lend(try configuration(roles.worker)) { pool in
                try await body(AnalyticsWorld(database: pool, roles: roles))
            }
        }
    }

    // MARK: Telling

    /// Runs a handler over messages in one transaction, as a lane does, and answers what it decided.
    @discardableResult
    func handle<H: Handler>(_ handler: H, _ messages: [Received<H.Body>]) async throws -> Handled<H.Change> {
        try await handler.run(messages, on: database)
    }

    /// Tells facts in one batch, and insists that they are believed.
    func tell(_ facts: [Fact], told: Instant = Names.noon, tenant: TenantID = Names.tenant) async throws {
        let messages = facts.map { fact in
            Received(Metadata(id: .v7(at: told.date), name: Fact.names[0], tenant: tenant), fact)
        }
        for decision in try await handle(FactHandler(), messages) { #expect(decision.outcome == .done) }
    }

    /// Tells the tenant's settings.
    func settle(
        zone: String = "UTC", currency: Currency = .usd, version: Int = 1, tenant: TenantID = Names.tenant
    ) async throws {
        let body = SettingsChanged(
            version: version, zone: zone, currency: currency, lowStockThreshold: 0, safetyBuffer: 0,
            isAutomationOn: true, channelTakesZero: true)
        try await handle(
            SettingsChangedHandler(), [Received(Metadata(name: SettingsChanged.name, tenant: tenant), body)])
    }

    /// Tells of a connected shop.
    func connect(_ shop: ShopID, zone: String?, tenant: TenantID = Names.tenant) async throws {
        let body = ConnectionChanged(
            shop: shop, version: 1, channelShop: "7", title: "Shop", region: "US", state: .connected,
            connectedAt: Names.noon, zone: zone)
        try await handle(
            ConnectionChangedHandler(), [Received(Metadata(name: ConnectionChanged.name, tenant: tenant), body)])
    }

    /// Tells the rates of a day.
    func publish(_ day: String, _ perEuro: [String: String]) async throws {
        let body = ExchangeRatesPublished(day: day, perEuro: perEuro)
        try await handle(
            ExchangeRatesPublishedHandler(),
            [Received(Metadata(name: ExchangeRatesPublished.name, tenant: .platform), body)])
    }

    /// Does the work that is wanted, until there is none; answers how many steps it took.
    func work(step: Int = 200) async throws -> Int {
        var steps = 0
        while let (tenant, payload) = try await database.first(
            "DELETE FROM work WHERE key = (SELECT min(key) FROM work) RETURNING tenant_id, payload",
            as: (UUID, JSON).self)
        {
            let payload = try payload.decode(ConvertOrders.Payload.self)
            try await database.transaction { transaction in
                try await ConvertOrders(step: step).convert(TenantID(tenant), payload, transaction)
            }
            steps += 1
        }
        return steps
    }

    // MARK: Asking

    /// The figures as the gateway would get them for a caller, under the role of requests.
    ///
    /// - Parameter kept: what was answered before.
    func summary(
        _ window: SummaryGet.Window, at now: Instant, shop: ShopID? = nil, as tenants: [TenantID] = [Names.tenant],
        kept: KeptSummaries = KeptSummaries()
    ) async throws -> SummaryGet.Reply {
        let caller = Caller(tenants: tenants, actor: "shop_test")
        return try await asTenant(tenants) { transaction in
            try await SummaryGetHandler(now: { now }, kept: kept).report(
                SummaryGet(window: window, shop: shop), caller, transaction)
        }
    }

    /// Runs statements under the role of requests; tenants nil: nobody has said who asks.
    func asTenant<Value: Sendable>(
        _ tenants: [TenantID]?, _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        var options = TransactionOptions(role: roles.tenant)
        if let tenants { options.settings = [("app.tenants", Caller(tenants: tenants, actor: "").setting)] }
        return try await database.transaction(options, body)
    }

    func count(_ table: String, _ condition: SQL = "true") async throws -> Int {
        try await database.first("SELECT count(*) FROM \(identifier: table) WHERE \(condition)", as: Int.self) ?? -1
    }
}

// MARK: - Sums

extension AnalyticsWorld {
    /// The rows of sums that are not zero.
    func rollups() async throws -> [RollupKey: Tally] {
        let columns = Tally.fields.map { SQL(unsafe: $0.column) }.joined(separator: ", ")
        let rows = try await database.rows(
            "SELECT tenant_id, grain, at, shop_id, currency, channel_product, \(columns) FROM rollups"
        ) { row in
            let (tenant, grain, at, shop) = try row.next((UUID, String, Date, UUID).self)
            let (currency, product) = try row.next((String, String).self)
            var tally = Tally.zero
            for field in Tally.fields { tally[keyPath: field.path] = try row.next(Int64.self) }
            let key = RollupKey(
                tenant: TenantID(tenant), grain: try #require(Grain(rawValue: grain)), at: at, shop: ShopID(shop),
                currency: try #require(Currency(currency)), product: product)
            return (key, tally)
        }
        return Dictionary(uniqueKeysWithValues: rows).filter { $0.value != .zero }
    }

    /// What the sums must be: the contributions of all sheets, added up afresh.
    func recomputed() async throws -> [RollupKey: Tally] {
        let rows = try await database.rows("SELECT tenant_id, facts FROM orders", as: (UUID, JSON).self)
        var sum = Contribution.none
        for (tenant, facts) in rows {
            sum += try facts.decode(OrderSheet.self).contribution(of: TenantID(tenant))
        }
        return sum.rows
    }
}
