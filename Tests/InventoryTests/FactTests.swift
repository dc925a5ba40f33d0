import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Inventory

/// What `shopos check` is told of orders, levels and listings, and how levels are put back.
@Suite(.timeLimit(.minutes(10))) struct FactTests {
    /// A stock room as the service's own role sees it, so that what that lacks is noticed here.
    private func lend(_ body: (StockRoom, PostgresPool) async throws -> Void) async throws {
        try await StockRoom.lend { room in
            let worker = try StockRoom.configuration(TestRoles(of: App.name, in: room.url).worker)
            try await PostgresPool.lend(worker) { try await body(room, $0) }
        }
    }

    /// Of all pages: the keys, and what the last one says of how far back they go.
    private func read(
        _ asked: FactList, limit: Int, _ database: PostgresPool
    ) async throws -> (keys: [String], since: Instant?) {
        var (asked, keys) = (asked, [String]())
        for _ in 0..<20 {
            let page = try await OrderFacts.page(asked, limit: limit, database)
            keys += page.facts.map(\.key)
            guard let next = page.next else { return (keys, page.since) }
            #expect(page.facts.count <= limit && page.since == nil, "told by the last page")
            asked.after = next
        }
        return (keys, nil)
    }

    @Test("of orders those are told that have something reserved or wait, and those of the last days; or those named")
    func orders() async throws {
        try await lend { room, database in
            try await room.put(2, of: Names.shirt)
            let ids = (0..<6).map { _ in OrderID.mint() }.sorted()
            // Two reserve the two shirts, one waits; the others are cancelled.
            for (number, id) in ids.enumerated() {
                let line = number < 3 ? line("shirt", open: 1) : line("shirt", cancelled: 1)
                try await room.handle(OrderChangedHandler(), [order(id, lines: [line])])
            }
            // All of them are long ago, but one of the cancelled ones is of this moment.
            try await room.database.run("UPDATE orders SET turn_at = now() - interval '20 days'")
            try await room.database.run("UPDATE orders SET turn_at = now() WHERE order_id = \(ids[4].uuid)")
            let names = ids.map(\.description)
            let week = Instant(Date() - 7 * 86_400)
            for limit in [1, 2, 500] {
                let lately = try await read(FactList(.orders, changedSince: week), limit: limit, database)
                #expect(lately.keys == [0, 1, 2, 4].map { names[$0] } && lately.since == week)
                let all = try await read(FactList(.orders), limit: limit, database)
                #expect(all.keys == names && all.since == nil)
                // Days are ranges of their own: a year of them is no page.
                let year = FactList(.orders, changedSince: Instant(Date() - 365 * 86_400))
                let far = try await read(year, limit: limit, database)
                #expect(far.keys == names && far.since == nil)
            }
            let only = [ids[5], ids[3], OrderID.mint()].map { "\(Names.tenant)/\($0)" } + ["\(Names.other)/\(ids[0])"]
            let named = try await read(FactList(.orders, changedSince: week, only: only), limit: 500, database)
            #expect(named.keys == [names[3], names[5]] && named.since == nil)
            #expect(try await read(FactList(.orders, only: []), limit: 500, database).keys.isEmpty)
            await #expect(throws: Refusal.self) {
                _ = try await OrderFacts.page(FactList(.orders, only: ["nobody"]), limit: 500, database)
            }
        }
    }

    private func levels(_ database: PostgresPool) async throws -> [KnownFact] {
        try await LevelFacts.page(FactList(.levels), limit: 10, database).facts
    }

    private func repair(_ code: String, _ database: PostgresPool) async throws -> [Ledger.Mending] {
        try await database.transaction { transaction in
            let known = try await LedgerStore.load(code, of: Names.tenant, transaction)
            let mendings = try known.compactMap { key, level, ledger in
                try ledger.mend(level, key, actor: "test", reason: "test").map { (key: key, mending: $0) }
            }
            try await LedgerStore.save(mendings, cause: UUID.v7(), transaction)
            return mendings.map(\.mending)
        }
    }

    @Test("what a listing has reserved is compared with its orders, also where the sum is right, and put back")
    func listings() async throws {
        try await lend { room, database in
            try await room.put(9, of: Names.shirt)
            // Three shirts by themselves, of which one is ship-confirmed, and one within a gift box.
            let shirts = order(OrderID.mint(), lines: [line("shirt", open: 2, shipConfirmed: 1)])
            try await room.put(9, of: Names.mug)
            let box = order(OrderID.mint(), lines: [line("gift box", open: 1)])
            try await room.handle(OrderChangedHandler(), [shirts, box])
            #expect(try await levels(database).isEmpty)
            func kept() async throws -> [[Int]] {
                try await database.rows(
                    """
                    SELECT reserved, ship_confirmed FROM listing_reserved WHERE sku_id = \(Names.shirt.uuid)
                    ORDER BY channel_sku
                    """, as: (Int, Int).self
                ).map { [$0, $1] }
            }
            #expect(try await kept() == [[1, 0], [3, 1]], "gift box, shirt")
            for harm: SQL in [
                "UPDATE listing_reserved SET reserved = reserved + CASE channel_sku WHEN 'shirt' THEN -1 ELSE 1 END",
                "UPDATE listing_reserved SET ship_confirmed = 0", "DELETE FROM listing_reserved",
                """
                INSERT INTO listing_reserved SELECT tenant_id, shop_id, 'gone', sku_id, location_id, 5, 0
                FROM listing_reserved WHERE channel_sku = 'shirt'
                """,
            ] {
                try await room.database.run(harm)
                let wrong = try await levels(database).filter { $0.words["code"] == "shirt" }
                #expect(wrong.count == 1 && (wrong.first?.figures["listingsWrong"] ?? 0) > 0, "\(harm)")
                for code in ["shirt", "mug"] {
                    let mended = try await repair(code, database)
                    #expect(mended.allSatisfy { $0.correction == nil }, "the ledger was right")
                }
                #expect(try await levels(database).isEmpty, "\(harm)")
                #expect(try await kept().prefix(3).filter { $0 != [0, 0] } == [[1, 0], [3, 1]])
                #expect(try await room.level(Names.shirt) == [9, 4, 0])
            }
        }
    }

    @Test("moves without a level are told, and the level comes back with a version that is news")
    func lostLevel() async throws {
        try await lend { room, database in
            try await room.put(5, of: Names.shirt)
            try await room.put(1, of: Names.mug)
            try await room.handle(
                OrderChangedHandler(), [order(OrderID.mint(), lines: [line("shirt", open: 2)])])
            let version = try await database.first(
                "SELECT version FROM levels WHERE sku_id = \(Names.shirt.uuid)", as: Int.self)
            try await room.database.run("DELETE FROM levels WHERE sku_id = \(Names.shirt.uuid)")
            let lost = try await levels(database)
            #expect(lost.map { $0.words["code"] } == ["shirt"])
            #expect(lost.first?.figures["onHand"] == 0 && lost.first?.figures["onHandMoved"] == 5)
            #expect(lost.first?.figures["reservedNeeded"] == 2)
            let mended = try await repair("shirt", database)
            #expect(mended.map(\.level.onHand) == [5] && mended.map(\.level.reserved) == [2])
            #expect(mended.allSatisfy { $0.level.version > version ?? .max })
            #expect(try await levels(database).isEmpty)
            #expect(try await room.level(Names.shirt) == [5, 2, 0])
            let isCounted = try await database.first(
                "SELECT counted_at IS NOT NULL FROM levels WHERE sku_id = \(Names.shirt.uuid)", as: Bool.self)
            #expect(isCounted == true, "else the channel's next figure would be taken for the first")
        }
    }

    @Test("moves that come to nothing need no level")
    func nothingMoved() async throws {
        try await lend { room, database in
            try await room.put(5, of: Names.shirt)
            try await room.put(-5, of: Names.shirt)
            try await room.database.run("DELETE FROM levels")
            #expect(try await levels(database).isEmpty)
        }
    }

    @Test("of the listings that are asked for those are told that there are, mapped or not")
    func knownListings() async throws {
        try await lend { room, database in
            try await room.database.run("UPDATE listings SET unmapped = 'blank', is_active = false")
            let names = ["shirt", "gift box", "hat"].map { "\(Names.tenant)/\(Names.shop)/\($0)" }
            let asked = FactList(.listings, only: names + ["\(Names.other)/\(Names.shop)/shirt", "\(Names.tenant)/x"])
            let page = try #require(try await OperatorShelf().facts(asked, limit: 500, in: database))
            #expect(page.facts.map(\.key) == ["gift box", "shirt"].map { "\(Names.shop)/\($0)" })
            #expect(page.next == nil)
        }
    }
}
