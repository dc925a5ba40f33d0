import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Analytics

/// A report is given twice only while adding up afresh would make the same.
@Suite(.timeLimit(.minutes(5)))
struct KeptSummaryTests {
    private let kept = KeptSummaries()

    private func sale(_ number: UInt8, _ minor: Int64, _ currency: Currency = .usd, at: Instant = Names.noon) -> Fact {
        .order(Names.order(number), placed: at, currency: currency, [line("mug", minor, open: 1)])
    }

    @Test("a report that is given again tells when it was asked for, and its figures are not added up anew")
    func givenAgain() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([sale(1, 1_000)])
            let first = try await world.summary(.week, at: Names.noon.minutes(1), kept: kept)
            // Behind the back of everybody, so that adding up anew would show.
            try await world.database.run("UPDATE rollups SET gmv = gmv + 1")
            var again = try await world.summary(.week, at: Names.noon.minutes(2), kept: kept)
            #expect(again.until == Names.noon.minutes(2))
            again.until = first.until
            #expect(again == first)
            // The next quarter of an hour looks again.
            #expect(try await world.summary(.week, at: Names.noon.minutes(15), kept: kept).now.gmv == 1_001)
        }
    }

    @Test("what is told between two reports is in the second, with its own time")
    func toldBetween() async throws {
        try await AnalyticsWorld.lend { world in
            for count in 1...5 as ClosedRange<UInt8> {
                try await world.tell([sale(count, 100)])
                let asOf = try await world.database.first("SELECT written_at FROM freshness", as: Date.self)
                for window in SummaryGet.Window.allCases {
                    let reply = try await world.summary(window, at: Names.noon.minutes(1), kept: kept)
                    #expect(reply.now.gmv == Int64(count) * 100)
                    #expect(reply.asOf == asOf.map { Instant($0) })
                }
            }
            // Two that wait for each other may leave the time of the first; the transaction is another all the same.
            let found = try await world.database.first("SELECT written_at FROM freshness", as: Date.self)
            let written = try #require(found)
            try await world.tell([sale(6, 100)])
            try await world.database.run("UPDATE freshness SET written_at = \(written)")
            #expect(try await world.summary(.today, at: Names.noon.minutes(1), kept: kept).now.gmv == 600)
        }
    }

    @Test("a parcel is late when its 21 days are over, and a label when its fifteen minutes are, whoever asked before")
    func deadlinesEnd() async throws {
        try await AnalyticsWorld.lend { world in
            let handedOver = Names.noon.minutes(1)
            try await world.database.run(
                """
                INSERT INTO parcels (tenant_id, shipment_id, shop_id, order_id, handed_over_at, fate)
                VALUES (\(Names.tenant.uuid), \(Names.shipment(1).uuid), \(Names.shop.uuid), \(Names.order(1).uuid),
                    \(handedOver.date), 'open')
                """)
            let end = handedOver.days(21)
            #expect(try await world.summary(.month, at: end, kept: kept).now.deliverySuccess == nil)
            let later = Instant(milliseconds: end.milliseconds + 1_000)
            #expect(try await world.summary(.month, at: later, kept: kept).now.deliverySuccess == 0)
            try await world.database.run(
                """
                INSERT INTO rollups (tenant_id, grain, at, shop_id, currency, ready)
                VALUES (\(Names.tenant.uuid), 'halfHour', \(Names.noon.date), \(Names.shop.uuid), 'USD', 1)
                """)
            #expect(try await world.summary(.today, at: Names.noon.minutes(44), kept: kept).now.labelSuccess == nil)
            #expect(try await world.summary(.today, at: Names.noon.minutes(45), kept: kept).now.labelSuccess == 0)
        }
    }

    @Test("each tenant, shop and window has an answer of its own, and another zone or currency another one")
    func ofItsOwn() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([sale(1, 100)])
            try await world.tell([sale(2, 200)], tenant: Names.other)
            let now = Names.noon.minutes(1)
            for _ in 1...2 {
                #expect(try await world.summary(.today, at: now, kept: kept).now.gmv == 100)
                #expect(try await world.summary(.today, at: now, as: [Names.other], kept: kept).now.gmv == 200)
                let both = [Names.tenant, Names.other]
                #expect(try await world.summary(.today, at: now, as: both, kept: kept).now.gmv == 300)
                #expect(try await world.summary(.week, at: now, kept: kept).series.count == 7)
                #expect(try await world.summary(.today, at: now, as: [], kept: kept).now.gmv == 0)
            }
            // Noon has 25 half-hours with the one that is going on, nine in the evening in Tokyo 43.
            #expect(try await world.summary(.today, at: now, kept: kept).series.count == 25)
            try await world.settle(zone: "Asia/Tokyo", currency: .jpy)
            let tokyo = try await world.summary(.today, at: now, kept: kept)
            #expect(tokyo.series.count == 43)
            #expect(tokyo.unconverted == ["USD"] && tokyo.now.gmv == 0)
            // What waits for a rate finds it when it is there.
            try await world.publish("2026-01-05", ["USD": "1.10", "JPY": "165"])
            #expect(try await world.summary(.today, at: now, kept: kept).now.gmv == 150)
        }
    }

    @Test("what an agency's other brands are told leaves the answer of one shop as it is")
    func oneShopOfAnAgency() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.connect(Names.shop, zone: nil)
            try await world.tell([sale(1, 100)])
            let both = [Names.other, Names.tenant]
            func figures(_ shop: ShopID?) async throws -> Int64 {
                try await world.summary(.today, at: Names.noon.minutes(1), shop: shop, as: both, kept: kept).now.gmv
            }
            #expect(try await figures(Names.shop) == 100)
            #expect(try await figures(nil) == 100)
            try await world.tell([sale(2, 200)], tenant: Names.other)
            // Behind the back of everybody, so that adding up anew would show.
            try await world.database.run("UPDATE rollups SET gmv = gmv + 1")
            #expect(try await figures(Names.shop) == 100)
            #expect(try await figures(nil) == 302)
            try await world.tell([sale(3, 300)])
            #expect(try await figures(Names.shop) == 401)
        }
    }

    @Test("as many answers are kept as there is room for, and those that are asked for stay")
    func room() async throws {
        try await AnalyticsWorld.lend { world in
            let kept = KeptSummaries(room: 2)
            try await world.tell([sale(1, 100)])
            let now = Names.noon.minutes(1)
            for window in [SummaryGet.Window.today, .week, .today, .month] {
                #expect(try await world.summary(window, at: now, kept: kept).now.gmv == 100)
            }
            try await world.database.run("UPDATE rollups SET gmv = gmv + 1")
            #expect(try await world.summary(.today, at: now, kept: kept).now.gmv == 100)
            #expect(try await world.summary(.month, at: now, kept: kept).now.gmv == 100)
            #expect(try await world.summary(.week, at: now, kept: kept).now.gmv == 101)
        }
    }
}
