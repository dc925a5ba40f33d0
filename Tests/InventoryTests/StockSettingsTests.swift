import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What a person sets for one SKU: how few are few, and how many are never offered.
@Suite(.timeLimit(.minutes(10))) struct StockSettingsTests {
    private func put(_ sku: SKUID = Names.shirt, threshold: Int? = nil, buffer: Int? = nil) -> StockSettingsPut {
        StockSettingsPut(sku: sku, threshold: threshold, buffer: buffer)
    }

    /// A counter of a brand whose settings say: low at 2, 1 never offered. It has 9 shirts and 7 mugs.
    private func open(_ body: (StockCounter) async throws -> Void) async throws {
        try await StockCounter.open { counter in
            try await counter.room.database.run(
                "INSERT INTO settings (tenant_id, version, threshold, buffer) VALUES (\(Names.tenant.uuid), 1, 2, 1)")
            try await counter.room.put(9, of: Names.shirt)
            try await counter.room.put(7, of: Names.mug)
            try await body(counter)
        }
    }

    /// Threshold, buffer, available, own threshold and own buffer, by code.
    private func rows(_ counter: StockCounter) async throws -> [String: [Int?]] {
        var rows: [String: [Int?]] = [:]
        for level in try await counter.ask(StockList()).levels {
            rows[level.code] = [
                level.threshold, level.buffer, level.available, level.ownThreshold, level.ownBuffer,
            ]
        }
        return rows
    }

    @Test("what can be meant is taken as it is", arguments: [nil, 0, 1, 1_000_000] as [Int?])
    func meantTaken(units: Int?) throws {
        let rules = try StockOwnRules(put(threshold: units, buffer: units))
        #expect(rules == StockOwnRules(threshold: units, buffer: units))
    }

    @Test("what nobody can mean is refused by its field", arguments: [-1, 1_000_001, .min, .max])
    func nobodyMeanRefused(units: Int) {
        let threshold = #expect(throws: Obstacle.self) { try StockOwnRules(put(threshold: units)) }
        #expect(threshold?.field == "/threshold" && threshold?.code == "outOfRange")
        let buffer = #expect(throws: Obstacle.self) { try StockOwnRules(put(threshold: 3, buffer: units)) }
        #expect(buffer?.field == "/buffer" && buffer?.code == "outOfRange")
    }

    @Test("a SKU's own settings go before the tenant's, each for itself, and 0 is one")
    func skuSettingsGo() {
        func ruled(_ own: StockOwnRules) -> [Int] {
            let sku = RuledSKU(
                tenant: Names.tenant, id: Names.shirt, code: "shirt",
                general: StockRules(threshold: 10, buffer: 4), own: own)
            return [sku.threshold, sku.buffer]
        }
        #expect(ruled(StockOwnRules(threshold: nil, buffer: nil)) == [10, 4])
        #expect(ruled(StockOwnRules(threshold: 3, buffer: nil)) == [3, 4])
        #expect(ruled(StockOwnRules(threshold: nil, buffer: 0)) == [10, 0])
        #expect(ruled(StockOwnRules(threshold: 0, buffer: 7)) == [0, 7])
    }

    @Test("what is set for a SKU holds for it alone until it is taken back, and says who did it")
    func setSKUHolds() async throws {
        try await open { counter in
            #expect(try await rows(counter) == ["shirt": [2, 1, 8, nil, nil], "mug": [2, 1, 6, nil, nil]])
            let set = try await counter.ask(put(threshold: 3, buffer: 4))
            #expect(set.threshold == 3 && set.buffer == 4 && set.ownThreshold == 3 && set.ownBuffer == 4)
            #expect(set.code == "shirt" && set.tenant == Names.tenant)
            #expect(try await rows(counter) == ["shirt": [3, 4, 5, 3, 4], "mug": [2, 1, 6, nil, nil]])
            #expect(try await counter.ask(put(threshold: 3, buffer: 4)) == set, "no change, and nothing to tell")
            let back = try await counter.ask(put(buffer: 0), as: StockCounter.agency)
            #expect(back.threshold == 2 && back.buffer == 0 && back.ownThreshold == nil && back.ownBuffer == 0)
            #expect(try await rows(counter)["shirt"] == [2, 0, 9, nil, 0])
            let actions = try await counter.events(ActionTaken.self, from: "test.actions", count: 2)
            #expect(actions.map(\.actor) == ["ann", "agency"])
            #expect(actions.allSatisfy { $0.action == "stockSettingsChanged" })
            #expect(actions.allSatisfy { $0.subject == Names.shirt.description })
            #expect(actions.first?.sentence.contains("shirt") == true)
            let changed = try await counter.events(StockChanged.self, from: "test.changed", count: 2)
            #expect(changed.map(\.buffer) == [4, 0] && changed.map(\.available) == [5, 9])
        }
    }

    @Test("another brand's SKU, and what makes no sense, is refused and changes nothing")
    func anotherBrandSKU() async throws {
        try await open { counter in
            let unknown = ["notFound", "unknownSKU", "/sku"]
            #expect(await counter.refused(put(buffer: 1), as: StockCounter.eve) == unknown)
            #expect(await counter.refused(put(.mint(), buffer: 1)) == unknown)
            #expect(await counter.refused(put(threshold: -1)) == ["invalid", "outOfRange", "/threshold"])
            #expect(await counter.refused(put(buffer: 1_000_001)) == ["invalid", "outOfRange", "/buffer"])
            let first = try await counter.ask(put(buffer: 5), key: "k1")
            try await counter.ask(put(buffer: 6), key: "k2")
            #expect(try await counter.ask(put(buffer: 5), key: "k1") == first, "repeated, not done again")
            let reused = await counter.refused(put(buffer: 7), key: "k1")
            #expect(reused == ["conflict", "idempotencyKeyReused", "Idempotency-Key"])
            let kept = try await counter.room.database.rows(
                "SELECT code, threshold, buffer FROM skus ORDER BY code", as: (String, Int?, Int?).self)
            #expect(
                kept.map { [$0.0, $0.1?.description, $0.2?.description] } == [["mug", nil, nil], ["shirt", nil, "6"]])
        }
    }

    /// 9 shirts without 7 leave 2; 7 mugs without the tenant's 1 make 3 pairs: 2 gift boxes of a shirt and two mugs.
    @Test("a buffer is kept back from every listing that draws on the SKU, bundles too")
    func bufferKeptBack() async throws {
        try await open { counter in
            try await counter.room.database.run(
                """
                INSERT INTO warehouses (tenant_id, shop_id, channel_warehouse, location_id)
                VALUES (\(Names.tenant.uuid), \(Names.shop.uuid), 'w1', \(Names.location.uuid))
                """)
            func told(_ listing: String) async throws -> [Int] {
                let limits = try await counter.room.database.first(
                    "SELECT limits FROM pushes WHERE channel_product = \("product of \(listing)")", as: String.self)
                let decoder = JSONDecoder()
                return try limits.map { try decoder.decode([ChannelStockSet.Limit].self, from: Data($0.utf8)) }?
                    .map(\.limit) ?? []
            }
            try await counter.ask(put(buffer: 7))
            try await eventually("channels are told") { try await told("shirt") == [2] }
            #expect(try await told("gift box") == [2])
            try await counter.ask(put())
            try await eventually("and told again") { try await told("shirt") == [8] }
            #expect(try await told("gift box") == [3], "8 shirts, but 6 mugs")
        }
    }

    @Test("a threshold decides at once what is low, and each fall is reported")
    func thresholdDecidesOnce() async throws {
        try await open { counter in
            func low() async throws -> [String] { try await counter.ask(StockList(isLow: true)).levels.map(\.code) }
            #expect(try await low().isEmpty)
            try await counter.ask(put(threshold: 8))
            try await eventually("8 available are low at 8") { try await low() == ["shirt"] }
            try await counter.ask(put(threshold: 7))
            try await eventually("but not at 7") { try await low().isEmpty }
            try await counter.ask(put(threshold: 7, buffer: 2))
            try await eventually("7 available are, at 7") { try await low() == ["shirt"] }
            let news = try await counter.events(StockLow.self, from: "test.low", count: 2)
            #expect(news.map(\.available) == [8, 7] && news.map(\.threshold) == [8, 7])
        }
    }
}
