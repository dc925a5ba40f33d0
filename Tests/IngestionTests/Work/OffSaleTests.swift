import Contracts
import Foundation
import Messaging
import Postgres
import Synchronization
import Testing

@testable import Ingestion
@testable import TikTokShop

/// Listings at a channel that takes no 0: off sale, and on sale again.
struct OffSaleTests {
    @Test("where 0 is not taken the listing goes off sale once, and on sale again with the next stock")
    func takenDown() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let channel = Switch(bench.channel, ["11": 58], committed: 2)
            // 2 are allowed and 2 are sold; twice; then 60, of which the 58 that are shown are left.
            for (sequence, limit) in [(1, 2), (2, 2), (3, 60)] as [(Int64, Int)] {
                try await Self.carryOut([("11", limit, 2)], sequence, bench, shop)
            }
            #expect(channel.log == ["off", "on"])
            #expect(
                bench.channel.calls.filter { $0.name == Endpoint.deactivateProducts.name }.map(\.body) == [
                    #"{"product_ids":["1"]}"#
                ])
            let told = try await bench.sent(ChannelStockTold.self).map { $0.levels.first?.set }
            #expect(told == [0, 0, nil])
        }
    }

    @Test("a listing that we took off sale is told as active, one that the seller took off is not")
    func staysOurs() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let channel = Switch(bench.channel, ["11": 5], committed: 0)
            for isOurs in [false, true] {
                if isOurs { try await Self.carryOut([("11", 0, 0)], 1, bench, shop) }
                channel.isOn = false
                for item in [SyncCatalogue.item(shop), SyncProduct.item("1", shop)] {
                    try await bench.database.run("DELETE FROM products")
                    try await bench.database.run("DELETE FROM told")
                    try await bench.queue.enqueue([item])
                    try await bench.work([SyncCatalogue(desk: bench.desk), SyncProduct(desk: bench.desk)])
                    let told = Set(try await bench.sent(ProductSynced.self).map(\.isActive))
                    #expect(told == [isOurs])
                }
            }
        }
    }

    @Test("whoever dies behind the call has left a note: the next wish puts the listing back")
    func intention() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let channel = Switch(bench.channel, ["11": 5], committed: 0)
            let isNoted = Shown(0)
            let pool = bench.database
            bench.channel.on(.deactivateProducts) { _ in
                channel.isOn = false
                isNoted.value += 1
                // No answer reaches us, now and for as long as this test lasts.
                throw ScriptedChannel.error(.outcomeUnknown, .deactivateProducts)
            }
            _ = try await bench.handle(
                ChannelStockSetHandler(queue: bench.queue), [Self.wish(shop, [("11", 0, 0)], sequence: 1)])
            try await bench.work([SetStock(desk: bench.desk)], until: { isNoted.value > 0 })
            #expect(try await pool.first("SELECT is_leaving AND NOT is_off FROM stock_wishes", as: Bool.self) == true)
            try await bench.hurry()
            try await Self.carryOut([("11", 9, 0)], 2, bench, shop)
            #expect(channel.isOn && channel.log == ["set 11: 9", "on"])
        }
    }

    @Test("a listing does not come back with a stock that the channel did not take")
    func refusedStock() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let channel = Switch(bench.channel, ["11": 5], committed: 0)
            try await Self.carryOut([("11", 0, 0)], 1, bench, shop)
            channel.refusesStock = true
            try await Self.carryOut([("11", 3, 0)], 2, bench, shop)
            #expect(!channel.isOn, "it would sell 5 of which 3 are there")
            #expect(try await bench.sent(ChannelStockTold.self).last?.levels.first?.refusal == "7: scripted")
            channel.refusesStock = false
            try await Self.carryOut([("11", 3, 0)], 3, bench, shop)
            #expect(channel.isOn && channel.log == ["off", "set 11: 3", "on"])
        }
    }

    @Test("a listing that the channel does not put back is told as refused, and is put back with the next wish")
    func refusedReturn() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let channel = Switch(bench.channel, ["11": 5], committed: 0)
            try await Self.carryOut([("11", 0, 0)], 1, bench, shop)
            channel.refusesReturn = true
            try await Self.carryOut([("11", 3, 0)], 2, bench, shop)
            let refusal = try await bench.sent(ChannelStockTold.self).last?.levels.first?.refusal
            #expect(refusal == "the listing stays off sale: scripted")
            channel.refusesReturn = false
            try await Self.carryOut([("11", 4, 0)], 3, bench, shop)
            #expect(channel.isOn)
            #expect(try await bench.sent(ChannelStockTold.self).last?.levels.first?.refusal == nil)
        }
    }

    @Test("a variant that has none left keeps the whole listing off, whichever wish spoke of it")
    func variants() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let channel = Switch(bench.channel, ["11": 5, "12": 8], committed: 0)
            // Nothing hides a single variant: the listing stays as long as the other one has some.
            try await Self.carryOut([("11", 0, 0)], 1, bench, shop)
            #expect(channel.isOn)
            try await Self.carryOut([("12", 0, 0)], 2, bench, shop)
            #expect(!channel.isOn, "neither is left")
            try await Self.carryOut([("12", 6, 0)], 3, bench, shop)
            #expect(!channel.isOn, "it would sell 5 of the first one")
            try await Self.carryOut([("11", 2, 0)], 4, bench, shop)
            #expect(channel.isOn && channel.log == ["off", "set 12: 6", "set 11: 2", "on"])
        }
    }

    @Test("what sells out goes off sale, and what comes in again puts it back, through both services")
    func bothServices() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let channel = Switch(bench.channel, ["11": 5], committed: 0)
            try await LocalStock.lend(to: shop.tenant) { stock in
                try await stock.hear(Self.settings(takesZero: false))
                try await stock.hear([
                    WarehouseSynced(
                        shop: shop.shop, channelWarehouse: "W", title: "W", isForSales: true, isDefault: true,
                        isEnabled: true)
                ])
                try await Self.read(bench, shop, into: stock)
                try await Self.tell(try await stock.put(-5), bench, shop, stock)
                #expect(!channel.isOn)
                // The channel's catalogue says that the seller has taken the listing off.
                try await Self.read(bench, shop, into: stock)
                try await Self.tell(try await stock.put(7), bench, shop, stock)
                #expect(channel.isOn && channel.log == ["off", "set 11: 7", "on"])
            }
        }
    }

    /// Reads the catalogue and passes on what is new.
    private static func read(_ bench: Bench, _ shop: Connection, into stock: LocalStock) async throws {
        try await bench.queue.enqueue([SyncCatalogue.item(shop), SyncProduct.item("1", shop)])
        try await bench.work([SyncCatalogue(desk: bench.desk), SyncProduct(desk: bench.desk)])
        try await stock.hear(try await bench.sent(ProductSynced.self))
    }

    /// Passes commands on, has them carried out, and passes the answers back.
    private static func tell(
        _ commands: [ChannelStockSet], _ bench: Bench, _ shop: Connection, _ stock: LocalStock
    ) async throws {
        let command = try #require(commands.first, "Inventory tells the channel nothing")
        #expect(commands.count == 1 && command.takesZero == false)
        let message = Received(Metadata(name: ChannelStockSet.name, tenant: shop.tenant), command)
        _ = try await bench.handle(ChannelStockSetHandler(queue: bench.queue), [message])
        try await bench.work(
            [SetStock(desk: bench.desk)],
            until: { try await bench.sent(ChannelStockTold.self).contains { $0.sequence == command.sequence } })
        try await stock.hear(try await bench.sent(ChannelStockTold.self))
    }

    private static func settings(takesZero: Bool) -> SettingsChanged {
        SettingsChanged(
            version: 1, zone: "UTC", currency: .usd, lowStockThreshold: 0, safetyBuffer: 0, isAutomationOn: true,
            channelTakesZero: takesZero)
    }

    // MARK: Help

    /// A wish for some SKUs of product 1: SKU, limit, own.
    static func wish(
        _ shop: Connection, _ limits: [(String, Int, Int)], sequence: Int64, takesZero: Bool? = false
    ) -> Received<ChannelStockSet> {
        let command = ChannelStockSet(
            shop: shop.shop, channelProduct: "1", sequence: sequence, changedAt: Instant(Date()),
            limits: limits.map { .init(channelSKU: $0, channelWarehouse: "W", limit: $1, own: $2) },
            takesZero: takesZero)
        return Received(Metadata(name: ChannelStockSet.name, tenant: shop.tenant), command)
    }

    /// Has a wish carried out.
    private static func carryOut(
        _ limits: [(String, Int, Int)], _ sequence: Int64, _ bench: Bench, _ shop: Connection
    ) async throws {
        _ = try await bench.handle(ChannelStockSetHandler(queue: bench.queue), [wish(shop, limits, sequence: sequence)])
        try await bench.work(
            [SetStock(desk: bench.desk)],
            until: { try await bench.sent(ChannelStockTold.self).contains { $0.sequence == sequence } })
    }
}

/// A product at a channel that takes no 0: what it shows, whether it is on sale, and what was done to it.
final class Switch: Sendable {
    private struct State {
        var isOn = true
        var refusesStock = false
        var refusesReturn = false
        var shown: [String: Int]
        var log: [String] = []
    }

    private let state: Mutex<State>

    var isOn: Bool {
        get { state.withLock { $0.isOn } }
        set { state.withLock { $0.isOn = newValue } }
    }
    var refusesStock: Bool {
        get { state.withLock { $0.refusesStock } }
        set { state.withLock { $0.refusesStock = newValue } }
    }
    var refusesReturn: Bool {
        get { state.withLock { $0.refusesReturn } }
        set { state.withLock { $0.refusesReturn = newValue } }
    }
    var log: [String] { state.withLock { $0.log } }

    init(_ channel: ScriptedChannel, _ shown: [String: Int], committed: Int) {
        state = Mutex(State(shown: shown))
        channel.on(.searchInventory) { [self] _ in inventory(committed) }
        channel.on(.updateInventory) { [self] call in set(call) }
        channel.on(.deactivateProducts) { [self] _ in turn(false) }
        channel.on(.activateProducts) { [self] _ in turn(true) }
        channel.on(.searchProducts) { [self] _ in ["products": [product]] }
        channel.on(.getProduct) { [self] _ in product }
    }

    private var product: [String: Any] {
        [
            "id": "1", "title": "Demo", "status": isOn ? "ACTIVATE" : "SELLER_DEACTIVATED",
            "update_time": 1_767_220_000, "skus": [["id": "11", "seller_sku": "S1"]],
        ]
    }

    private func inventory(_ committed: Int) -> [String: Any] {
        let skus = state.withLock { $0.shown }.sorted { $0.key < $1.key }.map { sku, units in
            let level: [String: Any] = [
                "warehouse_id": "W", "available_quantity": units, "committed_quantity": committed,
            ]
            return ["id": sku, "warehouse_inventory": [level]] as [String: Any]
        }
        return ["inventory": [["product_id": "1", "skus": skus]]]
    }

    private func set(_ call: ScriptedChannel.Call) -> [String: Any] {
        struct Body: Decodable {
            struct SKU: Decodable {
                struct Stock: Decodable { let quantity: Int }
                let id: String
                let inventory: [Stock]
            }
            let skus: [SKU]
        }
        let body = try? JSONDecoder().decode(Body.self, from: Data(call.body.utf8))
        return state.withLock { state in
            guard !state.refusesStock else { return ["errors": [["code": 7, "message": "scripted"]]] }
            for sku in body?.skus ?? [] {
                let units = sku.inventory.map(\.quantity).reduce(0, +)
                state.shown[sku.id] = units
                state.log.append("set \(sku.id): \(units)")
            }
            return [:]
        }
    }

    private func turn(_ isOn: Bool) -> [String: Any] {
        state.withLock { state in
            if isOn, state.refusesReturn { return ["errors": [["code": 7, "message": "scripted"]]] }
            state.isOn = isOn
            state.log.append(isOn ? "on" : "off")
            return [:]
        }
    }
}
