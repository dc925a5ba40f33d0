import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Inventory
@testable import Messaging

/// Inventory's own handlers on tables of their own. In a file of its own, since it has words of its own for what
/// Ingestion has words for.
struct LocalStock: Sendable {
    let database: PostgresPool
    let tenant: TenantID

    private static let template = TemplateDatabase("inventory_of_ingestion") { url in
        let roles = try await TestRoles.make("inventory", in: url)
        try await Migrator(
            try configuration(roles.owner), schema: "inventory", sources: [Messaging.migrations, App.migrations],
            logger: silent
        ).migrate()
    }

    private static func configuration(_ url: String) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: url)
        configuration.searchPath = ["inventory"]
        return configuration
    }

    static func lend<Value: Sendable>(
        to tenant: TenantID, _ body: (LocalStock) async throws -> Value
    ) async throws -> Value {
        try await template.withCopy { url in
            let worker = try TestRoles(of: "inventory", in: url).worker
            let pool = PostgresPool(try configuration(worker), logger: silent)
            do {
                let value = try await body(LocalStock(database: pool, tenant: tenant))
                await pool.close()
                return value
            } catch {
                await pool.close()
                throw error
            }
        }
    }

    /// Hears of settings, warehouses, listings, answers.
    func hear(_ settings: SettingsChanged) async throws { try await handle(SettingsChangedHandler(), [settings]) }
    func hear(_ warehouses: [WarehouseSynced]) async throws { try await handle(WarehouseSyncedHandler(), warehouses) }
    func hear(_ products: [ProductSynced]) async throws { try await handle(ProductSyncedHandler(), products) }
    func hear(_ answers: [ChannelStockTold]) async throws { try await handle(ChannelStockToldHandler(), answers) }

    /// Changes the only level there is by some units; answers what the channels are to be told by it.
    func put(_ units: Int) async throws -> [ChannelStockSet] {
        let found = try #require(
            try await database.first("SELECT sku_id, location_id FROM levels", as: (UUID, UUID).self))
        let key = LevelKey(tenant: tenant, sku: SKUID(found.0), location: LocationID(found.1))
        var pipeline = Pipeline()
        LevelStore.save(
            [(Move(.adjusted, key, onHand: units, actor: "test", reason: "put"), UUID.v7())], changes: [key: 1],
            &pipeline)
        let change = pipeline
        try await database.transaction { try await $0.send(change) }
        let news = StockChanged(
            sku: key.sku, code: "S1", location: key.location, version: 1, onHand: 0, reserved: 0, held: 0, buffer: 0,
            available: 0, at: Instant(Date()))
        return try await handle(StockChangedHandler(), [news]).compactMap { $0.message as? ChannelStockSet }
    }

    @discardableResult
    private func handle<H: Handler>(_ handler: H, _ bodies: [H.Body]) async throws -> [Draft] where H.Body: Message {
        let messages = bodies.map { Received(Metadata(name: H.Body.name, tenant: tenant), $0) }
        return try await Bench.handle(handler, messages, on: database).flatMap(\.1)
    }
}
