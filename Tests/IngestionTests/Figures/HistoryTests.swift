import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Ingestion

/// An account's past, told once more to whoever scores people by it.
@Suite(.timeLimit(.minutes(3)))
struct HistoryTests {
    private static let link = LinkID.mint()
    private static let now = Date()

    /// A command as Credit sends it.
    private func command(
        _ account: UUID, version: Int = 2, isWanted: Bool = true, tenant: TenantID? = Bench.tenant,
        link: LinkID = Self.link, days: Double = 90
    ) -> Received<HistoryTell> {
        let since = isWanted ? Instant(Self.now.addingTimeInterval(-days * 86_400)) : nil
        let body = HistoryTell(account: AccountID(account), link: link, version: version, since: since)
        return Received(Metadata(id: .v7(), name: HistoryTell.name, tenant: tenant), body)
    }

    private func ask(_ bench: Bench, _ messages: Received<HistoryTell>...) async throws -> [Outcome] {
        try await bench.handle(HistoryTellHandler(queue: bench.queue), messages).map(\.0)
    }

    private func work(_ bench: Bench, until: (() async throws -> Bool)? = nil) async throws {
        try await bench.work(
            [TellHistory(desk: bench.desk)],
            until: until ?? { try await bench.work(of: TellHistory.self).isEmpty })
    }

    /// A shop with orders of the last days, one of which was cancelled, read whole.
    private func shop(_ bench: Bench, orders count: Int, daysApart: Double = 1) async throws -> Ingestion.Connection {
        let shop = try await bench.connect()
        let now = Int(Self.now.timeIntervalSince1970)
        let orders = (0..<count).map { number in
            Bench.order("\(1_000 + number)", placed: now - 60 - Int(Double(number) * daysApart * 86_400))
        }
        for part in stride(from: 0, to: orders.count, by: 100) {
            try await bench.orders(Array(orders[part..<min(part + 100, orders.count)]), of: shop)
        }
        try await read(bench, shop)
        try await bench.database.run("DELETE FROM told")
        return shop
    }

    /// As if everything had been read for the first time.
    private func read(_ bench: Bench, _ shop: Ingestion.Connection) async throws {
        var pipeline = Pipeline()
        for name in [Cursor.Name.backfill, .cancellations, .returns] {
            Cursor(readTo: Self.now).save(name, tenant: shop.tenant, shop: shop.shop, &pipeline)
        }
        try await bench.database.send(pipeline)
    }

    @Test("orders with their returns, statements, credited orders and facts are told as they stand, to Credit alone")
    func whole() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 3)
            let (tenant, id) = (shop.tenant.uuid, shop.shop.uuid)
            let order = try #require(
                try await bench.database.first("SELECT id FROM orders WHERE channel_order = '1000'", as: UUID.self))
            let snapshot = ReturnSnapshot(
                channelReturn: "4035", channelOrder: "1000", kind: .returnAndRefund, status: .completed,
                channelStatus: "DONE", requestedAt: Instant(Self.now), updatedAt: Instant(Self.now), currency: .usd,
                lines: [], goodsRefund: 100, shippingRefund: 0, taxRefund: 0)
            let statement = SettlementChanged(
                channelStatement: "s1", version: 4, shop: shop.shop, statementAt: Instant(Self.now), currency: .usd,
                settlement: 900, payment: .init(state: .paid, channelState: "PAID"))
            let credited = AffiliateOrderChanged(
                channelOrder: "1000", version: 2, shop: shop.shop, placedAt: Instant(Self.now), rows: [])
            let facts = ShopFactsRead(shop: shop.shop, version: 7, readAt: Instant(Self.now), region: "US")
            let rows: [SQL] = [
                """
                INSERT INTO returns VALUES (\(tenant), \(id), '4035', \(order), 2, 'returnAndRefund', 'completed',
                    now(), \(try JSON(encoding: snapshot)))
                """,
                """
                INSERT INTO statements VALUES (\(tenant), \(id), 's1', 4, now(), 'paid', NULL, '{}', true, NULL,
                    \(try JSON(encoding: statement)))
                """,
                """
                INSERT INTO affiliate_orders VALUES (\(tenant), \(id), '1000', 2, now(),
                    \(try JSON(encoding: credited)))
                """,
                "INSERT INTO shop_facts VALUES (\(tenant), \(id), 7, \(try JSON(encoding: facts)))",
            ]
            for row in rows { try await bench.database.run(row) }
            #expect(try await ask(bench, command(id, days: 95)) == [.done])
            try await work(bench)
            let orders = try await bench.sent(OrderObserved.self).map(\.order)
            #expect(Set(orders.map(\.channelOrder)) == ["1000", "1001", "1002"])
            #expect(orders.allSatisfy { $0.version == 1 && $0.shop == shop.shop })
            #expect(try await bench.sent(ReturnObserved.self).map(\.change.version) == [2])
            #expect(try await bench.sent(SettlementChanged.self) == [statement])
            #expect(try await bench.sent(AffiliateOrderChanged.self) == [credited])
            #expect(try await bench.sent(ShopFactsRead.self) == [facts])
            let told = try #require(try await bench.sent(HistoryTold.self).first)
            #expect(told.messages == 7 && told.link == Self.link && told.version == 2)
            let began = Instant(nearest: shop.connectedAt.addingTimeInterval(-90 * 86_400))
            #expect(told.completeSince == began, "nothing before the 90 days before the connection was ever read")
            for other in ["shop.order.changed.v1", "shop.return.changed.v1"] {
                let sent = try await bench.database.first(
                    "SELECT count(*) FROM told WHERE type = \(other)", as: Int.self)
                #expect(sent == 0, "nobody else is burdened")
            }
        }
    }

    @Test("an account that is another brand's, nobody's, or asked for without a brand is refused")
    func refused() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 1)
            let outcomes = try await ask(
                bench, command(shop.shop.uuid, tenant: Bench.otherTenant), command(UUID.v7()),
                command(shop.shop.uuid, tenant: nil),
                command(shop.shop.uuid, version: 3, isWanted: false, tenant: Bench.otherTenant))
            let refusal = { (account: String) in
                Outcome.reject(reason: "the account is not the brand's", detail: account)
            }
            #expect(outcomes[0] == refusal(shop.shop.description))
            #expect(outcomes[2] == .reject(reason: "the command names no brand"))
            #expect(outcomes[3] == .done, "who has nothing to end ends nothing")
            #expect(try await bench.count("tellings") == 0)
            #expect(try await bench.work(of: TellHistory.self).isEmpty)
        }
    }

    @Test("an empty shop is told to be empty, and known since when")
    func empty() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 0)
            _ = try await ask(bench, command(shop.shop.uuid))
            try await work(bench)
            let told = try #require(try await bench.sent(HistoryTold.self).first)
            #expect(told.messages == 0 && told.completeSince < Instant(Self.now))
        }
    }

    @Test("it is told in pages, each once, whoever goes on, and not from before the 90 days")
    func pages() async throws {
        try await Bench.run { bench in
            // 450 orders in 150 days, of which 270 are placed within 90.
            let shop = try await shop(bench, orders: 450, daysApart: 1 / 3)
            _ = try await ask(bench, command(shop.shop.uuid))
            try await work(bench) { try await bench.sent(OrderObserved.self).count >= PastStore.pageOfOrders }
            try await work(bench)
            let orders = try await bench.sent(OrderObserved.self).map(\.order.channelOrder)
            #expect(orders.count == 270 && Set(orders).count == 270, "90 days, three orders each")
            #expect(try await bench.sent(HistoryTold.self).map(\.messages) == [270])
        }
    }

    @Test("what is asked twice is told once, and asked for a new link it is told anew from the beginning")
    func again() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 2)
            let id = shop.shop.uuid
            _ = try await ask(bench, command(id), command(id))
            try await work(bench)
            _ = try await ask(bench, command(id))
            #expect(try await bench.work(of: TellHistory.self).isEmpty)
            #expect(try await bench.sent(HistoryTold.self).count == 1)
            _ = try await ask(bench, command(id, version: 5), command(id, link: .mint()))
            try await work(bench)
            #expect(try await bench.sent(HistoryTold.self).count == 3)
            #expect(try await bench.sent(OrderObserved.self).count == 6)
            let ids = try await bench.database.first("SELECT count(DISTINCT id) FROM told", as: Int.self)
            #expect(ids == 9, "each has an id of its own, or the inbox would know it")
        }
    }

    @Test("since when it is told is kept as it was asked, to the millisecond: the same asked again is no news")
    func exact() async throws {
        try await Bench.run { bench in
            let now = Date()
            let asked = (0..<2_000).map { past in
                let since = Instant(now.addingTimeInterval(-Double(past) * 4_001.001))
                let body = HistoryTell(account: AccountID(UUID()), link: Self.link, version: 2, since: since)
                return Telling(body, of: Bench.tenant, now: now)
            }
            var (saving, reading) = (Pipeline(), Pipeline())
            TellingStore.save(asked, &saving)
            try await bench.database.send(saving)
            let found = TellingStore.lock(asked.map(\.key), &reading)
            try await bench.database.send(reading)
            #expect(try found.get().count == 2_000 && Set(try found.get()) == Set(asked))
        }
    }

    @Test("a link that ends while its past is told ends the telling, also where the end comes first")
    func ended() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 2)
            let id = shop.shop.uuid
            _ = try await ask(bench, command(id), command(id, version: 3, isWanted: false))
            try await work(bench)
            #expect(try await bench.count("told") == 0)
            let late = LinkID.mint()
            _ = try await ask(bench, command(id, version: 3, isWanted: false, link: late))
            _ = try await ask(bench, command(id, version: 2, link: late))
            #expect(try await bench.work(of: TellHistory.self).isEmpty)
            #expect(try await bench.count("told") == 0)
        }
    }

    @Test("it is not said to be told before the first reading has come to its end")
    func underWay() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 1)
            try await bench.database.run("UPDATE cursors SET token = \(Cursor.underWay) WHERE name = 'backfill'")
            try await bench.queue.enqueue([BackfillOrders.item(shop)])
            _ = try await ask(bench, command(shop.shop.uuid))
            try await work(bench) { try await bench.work(of: TellHistory.self).contains { $0.hasSuffix("waiting") } }
            #expect(try await bench.sent(HistoryTold.self).isEmpty)
            #expect(try await bench.sent(OrderObserved.self).count == 1)
            try await bench.database.run("UPDATE cursors SET token = NULL")
            try await work(bench)
            #expect(try await bench.sent(HistoryTold.self).count == 1)
        }
    }

    @Test("it waits for statements and credited orders where they are read, and not where they were given up")
    func beside() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 0)
            try await bench.queue.enqueue(ReadGrantBook.work(shop, bench.desk.settings))
            _ = try await ask(bench, command(shop.shop.uuid))
            try await work(bench) { try await bench.work(of: TellHistory.self).contains { $0.hasSuffix("waiting") } }
            #expect(try await bench.sent(HistoryTold.self).isEmpty)
            try await bench.database.run(
                """
                UPDATE work SET state = 'failed' WHERE kind IN (\(SyncStatements.name), \(ReviewAffiliateOrders.name))
                """)
            try await work(bench)
            #expect(try await bench.sent(HistoryTold.self).count == 1)
        }
    }

    @Test("a shop whose first reading was given up is known from its connection on, one that nobody reads from now on")
    func givenUp() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 0)
            try await bench.database.run("DELETE FROM cursors WHERE name = 'backfill'")
            try await bench.queue.enqueue([PollOrders.item(shop, bench.desk.settings)])
            _ = try await ask(bench, command(shop.shop.uuid))
            try await work(bench)
            #expect(
                try await bench.sent(HistoryTold.self).map(\.completeSince) == [Instant(nearest: shop.connectedAt)])
            for missing in [("returns", PollOrders.name), ("backfill", "")] {
                try await read(bench, shop)
                try await bench.database.run("DELETE FROM cursors WHERE name = \(missing.0)")
                try await bench.database.run("DELETE FROM work WHERE kind <> \(missing.1)")
                try await bench.database.run("DELETE FROM told")
                _ = try await ask(bench, command(shop.shop.uuid, link: .mint()))
                try await work(bench)
                let since = try #require(try await bench.sent(HistoryTold.self).first?.completeSince)
                #expect(since >= Instant(Self.now), "\(missing.0): nobody knows what has become of it")
            }
        }
    }

    @Test("who has everything deleted is told no more of the same link, also where that comes first")
    func deleted() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 2)
            let id = shop.shop.uuid
            _ = try await ask(bench, command(id), command(id, isWanted: false), command(id))
            try await work(bench)
            #expect(try await bench.count("told") == 0)
            _ = try await ask(bench, command(id, version: 5))
            try await work(bench)
            #expect(try await bench.sent(HistoryTold.self).map(\.version) == [5], "another link version is told")
        }
    }

    @Test("how old what is known is, is told every hour of accounts by which people are scored, and of no others")
    func readings() async throws {
        try await Bench.run { bench in
            let shop = try await shop(bench, orders: 0)
            func round(_ hours: Double) async throws -> [AccountRead] {
                let now = Self.now.addingTimeInterval(hours * 3_600)
                return try await bench.database.transaction { try await TellReadings.round(at: now, $0) }
                    .compactMap { $0.message as? AccountRead }
            }
            #expect(try await round(0).isEmpty, "nobody is scored by it")
            _ = try await ask(bench, command(shop.shop.uuid))
            try await work(bench)
            #expect(try await round(0).map(\.orders) == [nil], "not all were read")
            var pipeline = Pipeline()
            let ages: [(Cursor.Name, Double)] = [
                (.orders, 1), (.cancellations, 2), (.returns, 60), (.statements, 3), (.payments, 1), (.facts, 5),
            ]
            for (name, hours) in ages {
                Cursor(readTo: Self.now.addingTimeInterval(-hours * 3_600))
                    .save(name, tenant: shop.tenant, shop: shop.shop, &pipeline)
            }
            try await bench.database.send(pipeline)
            #expect(try await round(0.9).isEmpty, "it was told within the hour")
            let told = try #require(try await round(1).first)
            func ago(_ hours: Double) -> Instant { Instant(nearest: Self.now.addingTimeInterval(-hours * 3_600)) }
            #expect(told.account.uuid == shop.shop.uuid)
            #expect(told.orders == ago(60), "as old as the oldest of orders, cancellations and returns")
            #expect(told.finance == ago(3) && told.facts == ago(5) && told.affiliate == nil)
            // In South-East Asia payments are told nowhere, so nobody ever reads one: statements are all there is.
            try await bench.database.run("DELETE FROM cursors WHERE name = 'payments'")
            #expect(try await round(2).map(\.finance) == [nil], "elsewhere they are still to be read")
            try await bench.database.run("UPDATE connections SET region = 'TH'")
            #expect(try await round(3).first?.finance == ago(3))
            // The person has had everything deleted: from now on less is told, and the link goes on.
            let less = command(shop.shop.uuid, days: 1)
            _ = try await ask(bench, less, less)
            try await work(bench)
            #expect(try await round(5).count == 1)
            _ = try await ask(bench, command(shop.shop.uuid, version: 3, isWanted: false))
            #expect(try await round(9).isEmpty, "the link has ended")
        }
    }
}
