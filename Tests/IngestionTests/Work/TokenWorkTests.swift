import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

struct TokenWorkTests {
    /// Two workers, each with connections of its own, as two processes have.
    private func race(_ bench: Bench, until: () async throws -> Bool) async throws {
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let address = try TestRoles(of: "ingestion", in: bench.url).worker
        let pools = try (0..<2).map { _ in PostgresPool(try Bench.configuration(address), logger: silent) }
        let workers = try pools.enumerated().map { number, pool in
            let queue = WorkQueue(pool)
            let desk = ChannelDesk(
                database: pool, channel: bench.channel, accounts: bench.desk.accounts, orders: bench.desk.orders,
                queue: queue, buyerKey: bench.desk.buyerKey, settings: bench.desk.settings)
            return try Worker(
                queue, try Bench.mute(pool), kinds: Subscriptions.work(desk), name: "worker \(number)",
                poll: .milliseconds(20), logger: silent)
        }
        let group = ServiceGroup(services: workers, logger: silent)
        async let running: Void = group.run()
        let result: Result<Void, any Error>
        do {
            result = .success(try await eventually(within: .seconds(120), "the work is done") { try await until() })
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await running
        for pool in pools { await pool.close() }
        try result.get()
    }

    @Test("two processes that meet ended tokens together have each renewed once, and every use of a token is logged")
    func singleFlight() async throws {
        try await Bench.run { bench in
            bench.channel.on(.token("refresh")) { _ in ScriptedChannel.grant(access: "ROW_new") }
            bench.channel.on(.getOrders) { call in
                ["orders": [OrderWorkTests.order(call.query["ids"] ?? "")]]
            }
            var work: [WorkItem] = []
            for number in 1...8 {
                let shop = try await bench.connect("\(number)", openID: "open-\(number)", expiresIn: 30)
                work += [FetchOrders.item("\(number)", shop, source: .webhook), PollOrders.item(shop, .init())]
                work.append(RefreshToken.item(shop.account, tenant: shop.tenant))
            }
            bench.channel.on(.searchOrders) { _ in ["orders": [] as [Any]] }
            try await bench.queue.enqueue(work)
            try await race(bench) {
                try await bench.count("order_events") == 8 && bench.channel.count(.searchOrders) >= 8
            }
            // Eight accounts, eight calls, whoever else asked for them.
            #expect(bench.channel.calls.count { $0.name == "token refresh" } == 8)
            let uses = try await bench.database.rows(
                "SELECT token || ' ' || purpose || ' ' || count(*) FROM token_uses GROUP BY token, purpose ORDER BY 1",
                as: String.self)
            #expect(uses.contains("refresh tokens.refresh 8"))
            // One row for each time that a token was opened: as often as the channel was called with one.
            let fetches = bench.channel.count(.getOrders), polls = bench.channel.count(.searchOrders)
            #expect(uses.contains("access orders.fetch \(fetches)"))
            #expect(uses.contains("access orders.poll \(polls)"))
        }
    }
}
