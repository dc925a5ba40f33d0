import Commerce
import Contracts
import Foundation
import Postgres
import Testing

@testable import Analytics

/// Days of zones, windows and what they are compared with.
@Suite(.timeLimit(.minutes(5)))
struct WindowTests {
    private func sale(_ number: UInt8, _ text: String, shop: ShopID = Names.shop) throws -> Fact {
        .order(Names.order(number), shop: shop, placed: try Instant(text), [line("mug", 100 << Int64(number), open: 1)])
    }

    @Test("the day on which clocks go forward in New York has 23 hours")
    func dayClocksGo() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "America/New_York")
            // Sunday 8 March 2026 begins at 05:00 UTC (EST) and ends at 04:00 UTC (EDT).
            try await world.tell([
                try sale(0, "2026-03-08T04:59:59Z"), try sale(1, "2026-03-08T05:00:00Z"),
                try sale(2, "2026-03-09T03:59:59Z"), try sale(3, "2026-03-09T04:00:00Z"),
            ])
            let sunday = try await world.summary(.today, at: Instant("2026-03-09T03:59:59Z"))
            #expect(sunday.now.gmv == 200 + 400)
            #expect(sunday.series.count == 46)
            #expect(sunday.from == (try Instant("2026-03-08T05:00:00Z")))
            let week = try await world.summary(.week, at: Instant("2026-03-09T12:00:00Z"))
            #expect(week.series.suffix(3).map(\.gmv) == [100, 600, 800])
            #expect(
                week.series.suffix(2).map(\.at.description) == ["2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"])
        }
    }

    @Test("the day on which clocks go back in New York has 25 hours")
    func dayClocksGoBack() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "America/New_York")
            // Sunday 1 November 2026 begins at 04:00 UTC (EDT) and ends at 05:00 UTC (EST).
            try await world.tell([
                try sale(0, "2026-11-01T03:59:59Z"), try sale(1, "2026-11-01T04:00:00Z"),
                try sale(2, "2026-11-02T04:59:59Z"), try sale(3, "2026-11-02T05:00:00Z"),
            ])
            let sunday = try await world.summary(.today, at: Instant("2026-11-02T04:59:59Z"))
            #expect(sunday.now.gmv == 200 + 400)
            #expect(sunday.series.count == 50)
            let week = try await world.summary(.week, at: Instant("2026-11-02T12:00:00Z"))
            #expect(week.series.suffix(3).map(\.gmv) == [100, 600, 800])
        }
    }

    @Test("what today is compared with lasts as long, also where one of the two days is shorter or longer")
    func todayComparedLasts()
        async throws
    {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "America/New_York")
            // Noon of Sunday 8 March 2026 is 16:00 UTC, eleven hours after midnight; so long was it to 16:00 UTC on
            // Saturday, eleven o'clock there.
            try await world.tell([
                try sale(0, "2026-03-07T05:00:00Z"), try sale(1, "2026-03-07T15:59:59Z"),
                try sale(2, "2026-03-07T16:00:00Z"), try sale(3, "2026-03-08T15:59:59Z"),
            ])
            let noon = try await world.summary(.today, at: Instant("2026-03-08T16:00:00Z"))
            #expect(noon.now.gmv == 800)
            #expect(noon.before?.gmv == 300, "1.00 and 2.00; what came at 16:00 is later")
            // A quarter to midnight on the day of 25 hours: 24½ hours are over, and all of Saturday, 24 hours.
            try await world.tell([
                try sale(4, "2026-10-31T04:00:00Z"), try sale(5, "2026-11-01T03:59:59Z"),
                try sale(6, "2026-11-02T04:29:59Z"), try sale(7, "2026-11-02T04:30:00Z"),
            ])
            let late = try await world.summary(.today, at: Instant("2026-11-02T04:45:00Z"))
            #expect(late.now.gmv == 6_400 + 12_800)
            #expect(late.compared?.gmv == 6_400)
            #expect(late.before?.gmv == 4_800, "16.00 and 32.00: all of Saturday")
        }
    }

    @Test("days before a change of the clocks begin by the clocks of then")
    func daysBeforeChange() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "America/New_York")
            // Seven days up to Tuesday 10 March begin on Wednesday the 4th, at 05:00 UTC; the seven before them on
            // Wednesday 25 February, at 05:00 UTC, too.
            try await world.tell([
                try sale(0, "2026-02-25T04:59:59Z"), try sale(1, "2026-02-25T05:00:00Z"),
                try sale(2, "2026-03-04T04:59:59Z"), try sale(3, "2026-03-04T05:00:00Z"),
                try sale(4, "2026-03-10T04:00:00Z"),
            ])
            let week = try await world.summary(.week, at: Instant("2026-03-10T12:00:00Z"))
            #expect(week.now.gmv == 800 + 1_600)
            #expect(week.before?.gmv == 600, "2.00 and 4.00")
            #expect(week.series.map(\.gmv) == [800, 0, 0, 0, 0, 0, 1_600])
        }
    }

    @Test("a cancel after the day is over corrects that day's net, and late repeats do not undo it")
    func cancelAfterDay() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "America/New_York")
            // Half past eleven on Saturday night in New York is Sunday in UTC.
            let night = try Instant("2026-03-08T04:30:00Z")
            let placed = Fact.order(Names.order(1), placed: night, [line("mug", 1_000, open: 1)])
            try await world.tell([placed, try sale(2, "2026-03-08T15:00:00Z")])
            let sunday = try Instant("2026-03-08T18:00:00Z")
            let before = try await world.summary(.week, at: sunday).now
            #expect([before.gmv, before.netRevenue] == [1_400, 1_400])
            try await world.tell(
                [
                    .order(
                        Names.order(1), version: 2, status: .cancelled, placed: night,
                        [line("mug", 1_000, cancelled: 1)]),
                    placed, placed,
                ], told: sunday)
            let week = try await world.summary(.week, at: sunday)
            #expect([week.now.gmv, week.now.netRevenue] == [1_400, 400], "gross stays, net loses the mug")
            #expect(week.now.cancellationRate == 0.5)
            #expect(week.series.suffix(2).map(\.gmv) == [1_000, 400], "Saturday and Sunday of New York")
            let today = try await world.summary(.today, at: sunday)
            #expect([today.now.gmv, today.now.netRevenue] == [400, 400])
            #expect(today.now.cancellationRate == 0)
            #expect(try await world.rollups() == world.recomputed())
        }
    }

    @Test("zones half an hour off UTC lose nothing")
    func zonesHalfHour() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "Asia/Kolkata")
            // In India midnight is 18:30 UTC.
            try await world.tell([
                try sale(0, "2026-01-05T17:59:59Z"), try sale(1, "2026-01-05T18:30:00Z"),
                try sale(2, "2026-01-06T18:29:59Z"),
            ])
            let reply = try await world.summary(.today, at: Instant("2026-01-06T18:29:59Z"))
            #expect(reply.now.gmv == 200 + 400)
            // Yesterday up to 23:30, the last full half-hour.
            #expect(reply.before?.gmv == 100)
            // A change of the zone moves days, not facts: in UTC the first two are of the day before.
            try await world.settle(zone: "UTC", version: 2)
            #expect(try await world.summary(.today, at: Instant("2026-01-06T18:29:59Z")).now.gmv == 400)
        }
    }

    @Test("today is compared with yesterday, both up to the last full half-hour")
    func todayComparedYesterday() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.tell([
                try sale(0, "2026-01-05T10:29:00Z"), try sale(1, "2026-01-05T10:31:00Z"),
                try sale(2, "2026-01-06T10:29:00Z"), try sale(3, "2026-01-06T10:31:00Z"),
            ])
            let reply = try await world.summary(.today, at: Instant("2026-01-06T10:45:00Z"))
            #expect(reply.now.gmv == 400 + 800)
            #expect(reply.compared?.gmv == 400)
            #expect(reply.before?.gmv == 100)
            #expect(reply.until == (try Instant("2026-01-06T10:45:00Z")))
            #expect(reply.series.map(\.gmv).reduce(0, +) == 1_200)
            #expect(reply.series.count == 22)
        }
    }

    @Test("7 and 30 days are compared with as many before, and all begins with the first order")
    func with730Days() async throws {
        try await AnalyticsWorld.lend { world in
            let now = try Instant("2026-03-31T18:00:00Z")
            // Today 1.00, 6 days ago 2.00, 7 days ago 4.00, 13 days ago 8.00, 14 ago 16.00, 29 ago 32.00, 30 ago 64.00,
            // 59 ago 128.00, 60 ago 256.00.
            let ages: [Int64] = [0, 6, 7, 13, 14, 29, 30, 59, 60]
            try await world.tell(
                ages.enumerated().map { place, age in
                    .order(
                        Names.order(UInt8(place)), placed: now.days(-age), [line("mug", 100 << Int64(place), open: 1)])
                })
            let week = try await world.summary(.week, at: now.minutes(1))
            #expect([week.now.gmv, week.before?.gmv] == [300, 400 + 800])
            #expect(week.compared == nil)
            #expect(week.series.count == 7)
            let month = try await world.summary(.month, at: now.minutes(1))
            #expect([month.now.gmv, month.before?.gmv] == [6_300, 6_400 + 12_800])
            #expect(month.series.map(\.gmv).reduce(0, +) == 6_300)
            let all = try await world.summary(.all, at: now.minutes(1))
            #expect([all.now.gmv, all.before?.gmv] == [51_100, nil])
            #expect(all.from == (try Instant("2026-01-30T00:00:00Z")))
            #expect(all.series.count == 61)
        }
    }

    @Test("a shop has its own days and figures")
    func shopDaysFigures() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.connect(Names.secondShop, zone: "Asia/Tokyo")
            // Midnight in Tokyo is 15:00 UTC.
            try await world.tell([
                try sale(0, "2026-01-05T14:59:59Z", shop: Names.secondShop),
                try sale(1, "2026-01-05T15:00:00Z", shop: Names.secondShop), try sale(2, "2026-01-05T15:00:00Z"),
            ])
            let now = try Instant("2026-01-05T16:00:00Z")
            let shop = try await world.summary(.today, at: now, shop: Names.secondShop)
            #expect([shop.now.gmv, shop.before?.gmv] == [200, 0])
            #expect(shop.zone == "Asia/Tokyo")
            #expect(try await world.summary(.today, at: now).now.gmv == 100 + 200 + 400)
            #expect(try await world.summary(.today, at: now, shop: Names.shop).now.gmv == 400)
        }
    }

    @Test("an agency that names a shop sees it as its brand does")
    func agencyNamesShop() async throws {
        try await AnalyticsWorld.lend { world in
            try await world.settle(zone: "Asia/Tokyo", currency: .jpy, tenant: Names.other)
            try await world.connect(Names.secondShop, zone: nil, tenant: Names.other)
            let brands = [Names.tenant, Names.other]
            let shop = try await world.summary(.today, at: Names.noon, shop: Names.secondShop, as: brands)
            #expect([shop.currency, shop.zone] == ["JPY", "Asia/Tokyo"])
            let both = try await world.summary(.today, at: Names.noon, as: brands)
            #expect([both.currency, both.zone] == ["USD", "UTC"])
        }
    }

    @Test("a window is taken apart into half-hours and days without gap or overlap")
    func windowTakenApart() throws {
        let base = try Instant("2026-01-05T00:00:00Z")
        for begin in stride(from: Int64(0), through: 60, by: 7) {
            for length in stride(from: Int64(0), through: 200, by: 11) {
                let window = base.minutes(30 * begin).date..<base.minutes(30 * (begin + length)).date
                let parts = Stretch.parts(of: window, byProduct: false).filter { !$0.range.isEmpty }
                #expect(parts.first?.range.lowerBound ?? window.lowerBound == window.lowerBound)
                #expect(parts.last?.range.upperBound ?? window.upperBound == window.upperBound)
                for (left, right) in zip(parts, parts.dropFirst()) {
                    #expect(left.range.upperBound == right.range.lowerBound)
                }
                for part in parts where part.grain == .day {
                    #expect(part.range.lowerBound.timeIntervalSince1970.remainder(dividingBy: 86_400) == 0)
                    #expect(part.range.upperBound.timeIntervalSince1970.remainder(dividingBy: 86_400) == 0)
                }
                // Never more than two days' half-hours, less one each.
                let fine = parts.filter { $0.grain == .halfHour }.map {
                    $0.range.upperBound.timeIntervalSince($0.range.lowerBound)
                }
                #expect(fine.reduce(0, +) <= 94 * 1_800)
            }
        }
    }
}
