import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

@Suite struct WorkFairnessTests {
    private func fetches(_ count: Int, tenant: TenantID, shop: ShopID, from first: Int = 0) -> [WorkItem] {
        (first..<first + count).map { WorkItem(Label.self, tenant: tenant, key: "order \($0)", shop: shop) }
    }

    @Test("tenants take turns however much they want")
    func tenantsTakeTurnsHoweverMuchTheyWant() async throws {
        try await WorkBench.run { bench in
            let (big, small, other) = (TenantID.mint(), TenantID.mint(), TenantID.mint())
            try await bench.queue.enqueue(fetches(1000, tenant: big, shop: .mint()))
            try await bench.queue.enqueue(fetches(1, tenant: small, shop: .mint()))
            try await bench.queue.enqueue(fetches(2, tenant: other, shop: .mint()))
            var served: [TenantID] = []
            for _ in 1...6 { served += try await bench.claim(1, Label()).map(\.tenant) }
            #expect(served == [big, small, other, big, other, big])
        }
    }

    @Test("a tenant's shops take turns")
    func aTenantsShopsTakeTurns() async throws {
        try await WorkBench.run { bench in
            let tenant = TenantID.mint()
            let (one, two) = (ShopID.mint(), ShopID.mint())
            try await bench.queue.enqueue(fetches(10, tenant: tenant, shop: one))
            try await bench.queue.enqueue(fetches(10, tenant: tenant, shop: two, from: 10))
            let served = try await bench.claim(4, Label()).map { ShopID($0.shop) }
            #expect(served == [one, two, one, two])
        }
    }

    @Test("within a shop the most urgent comes first")
    func withinAShopTheMostUrgentComesFirst() async throws {
        try await WorkBench.run { bench in
            let (tenant, shop, now) = (TenantID.mint(), ShopID.mint(), Date())
            func label(_ key: String, by hours: Double, priority: Int16 = 0) -> WorkItem {
                WorkItem(
                    Label.self, tenant: tenant, key: key, shop: shop, wantedBy: now.addingTimeInterval(hours * 3600),
                    priority: priority)
            }
            try await bench.want(
                label("tomorrow", by: 24), label("today", by: 3), label("at once", by: 48, priority: -1))
            let claims = try await bench.claim(3, Label())
            #expect(claims.map { $0.rows[0].key } == ["at once", "today", "tomorrow"])
        }
    }

    @Test("one call takes as many keys as it bears")
    func oneCallTakesAsManyKeysAsItBears() async throws {
        try await WorkBench.run { bench in
            let (tenant, shop) = (TenantID.mint(), ShopID.mint())
            try await bench.queue.enqueue(
                (0..<120).map { WorkItem(Fetch.self, tenant: tenant, key: "\($0)", shop: shop) })
            var sizes: [Int] = []
            while let claim = try await bench.claim(1, Fetch()).first {
                sizes.append(claim.rows.count)
                try await bench.settle(claim, Fetch(), .returned(.done()))
            }
            #expect(sizes == [50, 50, 20])
        }
    }

    @Test("a shop's class is in one hand only")
    func aShopsClassIsInOneHandOnly() async throws {
        try await WorkBench.run { bench in
            let (tenant, shop) = (TenantID.mint(), ShopID.mint())
            try await bench.want(
                WorkItem(Push.self, tenant: tenant, key: "a", shop: shop, payload: Push.Payload(quantity: 1)),
                WorkItem(Push.self, tenant: tenant, key: "b", shop: shop, payload: Push.Payload(quantity: 1)),
                WorkItem(Fetch.self, tenant: tenant, key: "c", shop: shop))
            let claims = try await bench.claim(5, Push(), Fetch())
            #expect(Set(claims.map(\.kind)) == ["push", "fetch"], "another class of the shop is another line")
            #expect(claims.count == 2)
            let first = try #require(claims.first { $0.kind == "push" })
            try await bench.settle(first, Push(), .returned(.done()))
            #expect(try await bench.claim(5, Push(), Fetch()).map { $0.rows[0].key } == ["b"])
        }
    }

    @Test("a kind may say how many run at a time")
    func aKindMaySayHowManyRunAtATime() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(fetches(10, tenant: .mint(), shop: .mint()))
            let claims = try await bench.claim(10, Label())
            #expect(claims.count == 3)
            #expect(try await bench.claim(10, Label()).isEmpty)
            try await bench.settle(claims[1], Label(), .returned(.done()))
            #expect(try await bench.claim(10, Label()).count == 1)
        }
    }

    /// Two workers, many tenants, and somebody who watches the leases.
    @Test("workers never hold one shop's class together")
    func workersNeverHoldOneShopsClassTogether() async throws {
        try await WorkBench.run { bench in
            let held = Held()
            let push = Push { job in
                held.enter(job.shop)
                await Task.yield()
                held.leave(job.shop)
                return .done()
            }
            let tenants = (0..<4).map { _ in (TenantID.mint(), [ShopID.mint(), ShopID.mint()]) }
            try await bench.withWorker([push], workers: 3) { _ in
                for round in 0..<5 {
                    let items = tenants.flatMap { tenant, shops in
                        shops.flatMap { shop in
                            (0..<6).map {
                                WorkItem(
                                    Push.self, tenant: tenant, key: "\(shop) \(round) \($0)", shop: shop,
                                    payload: Push.Payload(quantity: 1))
                            }
                        }
                    }
                    try await bench.queue.enqueue(items)
                }
                try await eventually("all is done") { held.done == 4 * 2 * 6 * 5 }
            }
            #expect(held.most == 1)
            #expect(try await bench.rows().isEmpty)
        }
    }

    /// Wanting and taking race for the moment in which a line is put to sleep; nothing may be forgotten in it. Without
    /// the gate this fails within some hundred rounds, since nobody looks at a sleeping line again.
    @Test("nothing is forgotten when a line falls asleep")
    func nothingIsForgottenWhenALineFallsAsleep() async throws {
        try await WorkBench.run { bench in
            let counter = Held()
            let label = Label { job in
                counter.enter(nil)
                counter.leave(nil)
                return .done()
            }
            let (tenant, shop) = (TenantID.mint(), ShopID.mint())
            try await bench.withWorker([label], workers: 2, poll: .milliseconds(5)) { _ in
                for number in 0..<300 {
                    try await bench.want(WorkItem(Label.self, tenant: tenant, key: "\(number)", shop: shop))
                    if number % 3 == 0 { try await Task.sleep(for: .microseconds(number * 10)) }
                }
                try await eventually("all is done") { counter.done == 300 }
            }
        }
    }
}

/// Counts who is inside at the same time.
final class Held: Sendable {
    private struct State {
        var inside: [ShopID?: Int] = [:]
        var most = 0
        var done = 0
    }

    private let state = Locked(State())

    var most: Int { state.with { $0.most } }
    var done: Int { state.with { $0.done } }

    func enter(_ shop: ShopID?) {
        state.with { state in
            state.inside[shop, default: 0] += 1
            state.most = max(state.most, state.inside[shop] ?? 0)
        }
    }

    func leave(_ shop: ShopID?) {
        state.with { state in
            state.inside[shop, default: 0] -= 1
            state.done += 1
        }
    }
}
