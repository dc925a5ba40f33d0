import Contracts
import Foundation
import Messaging
import Postgres
import Synchronization
import Testing

@testable import Ingestion
@testable import TikTokShop

/// What `shopos check` is told of orders, and of what the channel shows.
@Suite(.timeLimit(.minutes(5))) struct FactTests {
    private func read(
        _ asked: FactList, limit: Int, _ bench: Bench
    ) async throws -> (keys: [String], since: Instant?) {
        var (asked, keys) = (asked, [String]())
        for _ in 0..<20 {
            let page = try await OrderFacts.page(asked, limit: limit, bench.database)
            keys += page.facts.map(\.key)
            guard let next = page.next else { return (keys, page.since) }
            #expect(page.facts.count <= limit && page.since == nil, "told by the last page")
            asked.after = next
        }
        return (keys, nil)
    }

    @Test("of orders those are told that are open, and those with a version of the last days; or those named")
    func orders() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let ids = try await bench.orders(
                (0..<6).map { number in
                    let status = number < 2 ? "AWAITING_SHIPMENT" : number < 4 ? "CANCELLED" : "COMPLETED"
                    return Bench.order("10\(number)", placed: 1_767_220_000 + number, ["status": status])
                }, of: shop
            ).sorted()
            let statuses = try await bench.database.rows("SELECT status FROM orders ORDER BY id", as: String.self)
            // All of them became what they are long ago, but one: the log is only ever added to, so it is made anew.
            try await bench.asOwner { owner in
                try await owner.run("ALTER TABLE order_events DISABLE TRIGGER USER")
                try await owner.run("ALTER TABLE order_events DISABLE ROW LEVEL SECURITY")
                try await owner.run("ALTER TABLE order_events NO FORCE ROW LEVEL SECURITY")
                try await owner.run(
                    """
                    UPDATE order_events SET recorded_at = now() - interval '20 days' WHERE order_id <> \(ids[4].uuid)
                    """)
            }
            let isOpen = statuses.map { !["delivered", "completed", "cancelled"].contains($0) }
            #expect(isOpen.count { $0 } == 2)
            let names = ids.map(\.description)
            let wanted = names.indices.filter { isOpen[$0] || $0 == 4 }.map { names[$0] }
            let week = Instant(Date() - 7 * 86_400)
            for limit in [1, 2, 500] {
                let lately = try await read(FactList(.orders, changedSince: week), limit: limit, bench)
                #expect(lately.keys == wanted && lately.since == week)
                let all = try await read(FactList(.orders), limit: limit, bench)
                #expect(all.keys == names && all.since == nil)
            }
            let known = try await OrderFacts.page(FactList(.orders), limit: 1, bench.database).facts.first
            #expect(known?.words["recipient"] == "told")
            try await bench.database.run("UPDATE recipients SET sealed = NULL, sealed_key = NULL")
            let erased = try await OrderFacts.page(FactList(.orders), limit: 1, bench.database).facts.first
            #expect(erased?.words["recipient"] == nil && erased?.key == known?.key)
            let only = [ids[5], ids[3], OrderID.mint()].map { "\(shop.tenant)/\($0)" }
            let named = try await read(FactList(.orders, changedSince: week, only: only), limit: 500, bench)
            #expect(named.keys == [names[3], names[5]] && named.since == nil)
        }
    }

    /// Three shops of one product each, told by their channel's names.
    private func shops(_ bench: Bench) async throws -> [Connection] {
        var shops: [Connection] = []
        for number in 1...3 {
            let shop = try await bench.connect("749\(number)", openID: "open-\(number)")
            try await bench.database.run(
                """
                INSERT INTO products (tenant_id, shop_id, channel_product, is_active, updated_at, document)
                VALUES (\(shop.tenant.uuid), \(shop.shop.uuid), \("\(number)"), true, now(), '{}')
                """)
            shops.append(shop)
        }
        return shops
    }

    private func shown(_ bench: Bench) async throws -> (facts: [KnownFact], missed: [MissedFacts]) {
        let shelf = OperatorShelf(desk: bench.desk)
        var (facts, missed, asked) = ([KnownFact](), [MissedFacts](), FactList(.channelStock))
        for _ in 0..<20 {
            let page = try #require(try await shelf.facts(asked, limit: 500, in: bench.database))
            facts += page.facts
            missed += page.missed ?? []
            asked.after = page.next
            if page.next == nil { break }
        }
        return (facts, missed)
    }

    @Test("a shop that cannot be read is named, and the others are told all the same")
    func missedShop() async throws {
        try await Bench.run { bench in
            let shops = try await shops(bench)
            bench.channel.on(.searchInventory) { call in
                if call.body.contains(#""2""#) { throw ScriptedChannel.error(.scopeMissing, .searchInventory) }
                return CommandWorkTests.inventory(5, committed: 1)
            }
            let told = try await shown(bench)
            #expect(Set(told.facts.map(\.key)) == Set([0, 2].map { "\(shops[$0].shop)/11/W" }))
            #expect(told.missed.map(\.subject) == [shops[1].shop.description])
            #expect(told.missed.first?.tenant == shops[1].tenant)
            #expect(told.missed.first?.reason.contains("scopeMissing") == true, "\(told.missed)")
        }
    }

    @Test("a channel that wants a moment is asked again")
    func throttled() async throws {
        try await Bench.run { bench in
            let shops = try await shops(bench)
            let left = Mutex(1)
            bench.channel.on(.searchInventory) { _ in
                let isTooOften = left.withLock { left in
                    left -= 1
                    return left >= 0
                }
                if isTooOften { throw ScriptedChannel.error(.throttled, .searchInventory) }
                return CommandWorkTests.inventory(5, committed: 1)
            }
            let told = try await shown(bench)
            #expect(told.missed.isEmpty && told.facts.count == shops.count)
            #expect(bench.channel.count(.searchInventory) == 4, "three shops, and once more")
        }
    }
}
