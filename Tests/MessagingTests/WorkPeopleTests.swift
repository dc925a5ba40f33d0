import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

@Suite struct WorkPeopleTests {
    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private func wants(_ count: Int, tenant: TenantID? = nil, shop: ShopID? = nil) -> [WorkItem] {
        (0..<count).map {
            WorkItem(Label.self, tenant: tenant ?? self.tenant, key: "\($0)", shop: shop ?? self.shop)
        }
    }

    @Test(
        "paused work rests until it is resumed",
        arguments: [
            { (tenant: TenantID, shop: ShopID) in WorkScope() },
            { (tenant: TenantID, shop: ShopID) in WorkScope(kind: Label.name) },
            { (tenant: TenantID, shop: ShopID) in WorkScope(tenant: tenant) },
            { (tenant: TenantID, shop: ShopID) in WorkScope(shop: shop) },
            { (tenant: TenantID, shop: ShopID) in WorkScope(kind: Label.name, tenant: tenant, shop: shop) },
        ] as [@Sendable (TenantID, ShopID) -> WorkScope])
    func pausedWorkRestsUntilItIsResumed(_ scope: @Sendable (TenantID, ShopID) -> WorkScope) async throws {
        try await WorkBench.run { bench in
            let scope = scope(tenant, shop)
            try await bench.queue.enqueue(wants(1))
            try await bench.queue.pause(scope, reason: "stocktaking", by: "ada")
            #expect(try await bench.claim(1, Label()).isEmpty)
            #expect(try await bench.queue.pauses().map(\.scope) == [scope])
            try await bench.queue.resume(scope)
            #expect(try await bench.claim(1, Label()).count == 1)
        }
    }

    @Test("pausing a part leaves the rest alone")
    func pausingAPartLeavesTheRestAlone() async throws {
        try await WorkBench.run { bench in
            let other = TenantID.mint()
            try await bench.queue.enqueue(wants(1) + wants(1, tenant: other, shop: .mint()))
            try await bench.want(
                WorkItem(Push.self, tenant: tenant, key: "k", shop: shop, payload: Push.Payload(quantity: 1)))
            try await bench.queue.pause(WorkScope(kind: Label.name, tenant: tenant), reason: "r", by: "ada")
            let claims = try await bench.claim(5, Label(), Push())
            #expect(Set(claims.map(\.tenant)) == [tenant, other])
            #expect(claims.first { $0.tenant == tenant }?.kind == "push")
        }
    }

    @Test("failures are retried at a limited rate")
    func failuresAreRetriedAtALimitedRate() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(6))
            while let claim = try await bench.claim(1, Label()).first {
                let isOdd = (Int(claim.rows[0].key) ?? 0) % 2 == 1
                try await bench.settle(claim, Label(), .returned(.failed(isOdd ? "odd" : "even")))
            }
            #expect(try await bench.queue.retry(WorkFilter(reason: "odd"), perSecond: 0.01) == 3)
            for _ in 1...3 {
                let claims = try await bench.claim(5, Label())
                #expect(claims.count == 1)
                for claim in claims { try await bench.settle(claim, Label(), .returned(.done())) }
                try await bench.pass(100)
            }
            #expect(try await bench.rows(WorkFilter(state: .failed)).count == 3)
        }
    }

    @Test("work is listed page by page")
    func workIsListedPageByPage() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(5))
            let first = try await bench.queue.list(limit: 3)
            let second = try await bench.queue.list(limit: 3, after: first.last?.key)
            #expect((first + second).map(\.key.key) == ["0", "1", "2", "3", "4"])
            #expect(try await bench.queue.list(WorkFilter(tenant: .mint())).isEmpty)
        }
    }

    @Test("the snapshot counts by kind and state")
    func theSnapshotCountsByKindAndState() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(5))
            _ = try await bench.claim(1, Label())
            let kinds = try await bench.queue.snapshot().kinds.sorted { $0.state < $1.state }
            #expect(kinds.map(\.state) == ["leased", "ready"])
            #expect(kinds.map(\.count) == [1, 4])
        }
    }

    /// A worker that looks at a line meanwhile holds the gate alone; a hurry that did not wait for it would be slept
    /// through.
    @Test("what is hurried waits for the gate")
    func whatIsHurriedWaitsForTheGate() async throws {
        try await WorkBench.run { bench in
            try await bench.want(WorkItem(Label.self, tenant: tenant, key: "k", shop: shop, after: .seconds(3600)))
            let found = try await bench.database.transaction { worker in
                try await worker.run("SELECT pg_advisory_xact_lock(work_gate(\(tenant.uuid)))")
                let hurried = Task { try await bench.queue.hurry(WorkFilter(), most: 10) }
                try await eventually("the hurry waits") {
                    let waiting = try await bench.database.first(
                        """
                        SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                        WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
                        """, as: Int.self)
                    return waiting == 1
                }
                return hurried
            }
            #expect(try await found.value == 1)
            #expect(try await bench.claim(1, Label()).map(\.rows.first?.key) == ["k"])
        }
    }
}
