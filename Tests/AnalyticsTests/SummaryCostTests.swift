import Commerce
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Analytics

/// What a report costs, in pages that the server touches: figures that do not depend on the machine.
@Suite(.timeLimit(.minutes(5)))
struct SummaryCostTests {
    @Test("a report that was given already costs the same however much a brand has sold")
    func givenAlready() async throws {
        try await lend { world, administrator in
            try await sell(1...2, world, administrator)
            let before = try await costs(days: 2, world)
            try await sell(3...100, world, administrator)
            let after = try await costs(days: 100, world)
            for (before, after) in zip(before, after) {
                #expect(after <= before + 6, "before \(before), after \(after): a level more of some indexes")
            }
        }
    }

    @Test("a chart by days of UTC reads days, and one by other days half-hours")
    func chartByDays() async throws {
        try await lend { world, administrator in
            try await sell(1...100, world, administrator)
            let utc = try await chart(.utc, world)
            let tokyo = try await chart(try #require(Zone("Asia/Tokyo")), world)
            // A hundred days and today; of Tokyo's, whose midnight is 15:00 UTC, the first has but 30 half-hours.
            #expect(utc.orders == Array(repeating: 480, count: 100))
            #expect(tokyo.orders == [300] + Array(repeating: 480, count: 99) + [180])
            #expect(utc.pages * 4 < tokyo.pages, "\(utc.pages) and \(tokyo.pages)")
        }
    }

    // MARK: What it costs

    /// The pages of Analytics' tables and indexes that are touched for each window, when it is asked for again.
    private func costs(days: Int, _ world: AnalyticsWorld) async throws -> [Int] {
        var costs: [Int] = []
        let windows: [(SummaryGet.Window, Int)] = [(.all, days), (.month, min(days, 29)), (.week, min(days, 6))]
        for (window, days) in windows {
            let handler = SummaryGetHandler(now: { Names.noon })
            let first = try await ask(handler, window, world)
            let again = try await ask(handler, window, world)
            // Ten in each half-hour.
            #expect(first.reply.now.paidOrders == days * 480)
            #expect(again.reply == first.reply)
            costs.append(again.pages)
        }
        return costs
    }

    private func ask(
        _ handler: SummaryGetHandler, _ window: SummaryGet.Window, _ world: AnalyticsWorld
    ) async throws -> (reply: SummaryGet.Reply, pages: Int) {
        let caller = Caller(tenants: [Names.tenant], actor: "shop_test")
        return try await world.asTenant([Names.tenant]) { transaction in
            let before = try await Self.touched(transaction)
            let reply = try await handler.report(SummaryGet(window: window), caller, transaction)
            return (reply, try await Self.touched(transaction) - before)
        }
    }

    /// The orders of each step of a chart of everything, and the pages that are touched for it.
    private func chart(_ zone: Zone, _ world: AnalyticsWorld) async throws -> (orders: [Int64], pages: Int) {
        let now = Names.noon.date
        let window = ReportWindow(.all, now: now, zone: zone, firstOrder: now.addingTimeInterval(-100.5 * 86_400))
        let store = SummaryStore(tenants: [Names.tenant], shop: nil, currency: .usd)
        return try await world.asTenant([Names.tenant]) { transaction in
            let before = try await Self.touched(transaction)
            var ask = Pipeline()
            let series = store.series(Steps.starts(of: window, zone: zone), until: now, &ask)
            try await transaction.send(ask)
            let orders = try series().sorted { $0.step < $1.step }.map(\.tally.paidOrders)
            return (orders, try await Self.touched(transaction) - before)
        }
    }

    private static func touched(_ transaction: Transaction) async throws -> Int {
        try await transaction.first(
            """
            SELECT sum(pg_stat_get_xact_blocks_fetched(oid))::bigint FROM pg_class
            WHERE relnamespace = 'analytics'::regnamespace
            """, as: Int.self) ?? 0
    }

    // MARK: What is there

    /// A world, and a pool of somebody who may have its tables looked over.
    private func lend(_ body: (AnalyticsWorld, PostgresPool) async throws -> Void) async throws {
        try await AnalyticsWorld.template.withCopy { url in
            let roles = try TestRoles(of: "analytics", in: url)
            try await PostgresPool.lend(try AnalyticsWorld.configuration(roles.worker)) { pool in
                try await PostgresPool.lend(try AnalyticsWorld.configuration(url)) { administrator in
                    try await body(AnalyticsWorld(database: pool, roles: roles), administrator)
                }
            }
        }
    }

    /// Whole days before today, so many days ago, with an order of each of ten products in every half-hour.
    private func sell(
        _ days: ClosedRange<Int>, _ world: AnalyticsWorld, _ administrator: PostgresPool
    ) async throws {
        try await world.settle()
        for (grain, each, products) in [
            ("halfHour", 48, 0), ("day", 1, 0), ("productHalfHour", 48, 10), ("productDay", 1, 10),
        ] {
            // Each row has its share of the day's 480 orders.
            let orders = 480 / each / max(products, 1)
            try await world.database.run(
                """
                INSERT INTO rollups (tenant_id, grain, at, shop_id, currency, channel_product, paid_orders, units, gmv)
                SELECT \(Names.tenant.uuid), \(grain),
                    '2026-01-05T00:00:00Z'::timestamptz - d * interval '1 day' + h * interval '30 minutes',
                    \(Names.shop.uuid), 'USD', CASE WHEN \(products) > 0 THEN 'product ' || p ELSE '' END,
                    \(orders), \(orders), \(orders) * 100
                FROM generate_series(\(days.lowerBound), \(days.upperBound)) AS d,
                    generate_series(0, \(each - 1)) AS h, generate_series(1, \(max(products, 1))) AS p
                """)
        }
        var pipeline = Pipeline()
        RollupStore.touch([Names.tenant], &pipeline)
        try await world.database.send(pipeline)
        try await administrator.run("ANALYZE")
    }
}
