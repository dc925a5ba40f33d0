import Contracts
import Foundation
import Postgres
import Testing

@testable import Messaging

/// What a claim costs, in pages that the server touches: figures that do not depend on the machine.
@Suite struct WorkCostTests {
    @Test("a claim costs the same however much is wanted")
    func aClaimCostsTheSameHoweverMuchIsWanted() async throws {
        try await WorkBench.run { bench in
            let (big, small) = (TenantID.mint(), TenantID.mint())
            let (bigShop, smallShop) = (ShopID.mint(), ShopID.mint())
            try await want(1_000, of: big, bigShop, bench)
            let before = try await pagesOfAClaim(bench)
            // No statistics are gathered: they lag behind a burst.
            try await want(50_000, of: big, bigShop, bench)
            try await bench.want(WorkItem(Label.self, tenant: small, key: "k", shop: smallShop))
            let after = try await pagesOfAClaim(bench)
            #expect(after <= before + 20, "before \(before), after \(after): some levels more of the indexes")

            let served = try await bench.claim(2, Label()).map(\.tenant)
            #expect(Set(served) == [big, small])
        }
    }

    @Test("work that waits for its time costs nothing")
    func workThatWaitsForItsTimeCostsNothing() async throws {
        try await WorkBench.run { bench in
            let (tenant, shop) = (TenantID.mint(), ShopID.mint())
            try await want(100_000, of: tenant, shop, after: 3600, bench)
            try await bench.want(WorkItem(Label.self, tenant: tenant, key: "now", shop: shop))
            #expect(try await pagesOfAClaim(bench) < 200)
            #expect(try await bench.claim(2, Label()).map { $0.rows[0].key } == ["now"])
            #expect(try await pagesOfAClaim(bench, isSomething: false) < 200)
        }
    }

    private func want(
        _ count: Int, of tenant: TenantID, _ shop: ShopID, after pause: Double = 0, _ bench: WorkBench
    ) async throws {
        try await bench.database.run(
            """
            SELECT work_enqueue(array_agg('label'::text), array_agg(\(tenant.uuid)), array_agg('order ' || n),
                array_agg(\(shop.uuid)), array_agg('labels'::text), array_agg(\(pause)),
                array_agg(NULL::timestamptz), array_agg(0::smallint), array_agg(NULL::double precision),
                array_agg('{}'::jsonb), array_agg(NULL::text), array_agg(NULL::uuid), array_agg(NULL::text))
            FROM generate_series(1, \(count)) AS n
            """)
    }

    /// Pages touched by one claim, which is then undone.
    private func pagesOfAClaim(_ bench: WorkBench, isSomething: Bool = true) async throws -> Int {
        let terms = try JSON(encoding: [KindRunner(Label()).terms])
        var plans: [String] = []
        // The first call of a session also reads the catalogue.
        for _ in 1...2 {
            var pipeline = Pipeline()
            pipeline.begin()
            let plan = pipeline.rows(
                "EXPLAIN (ANALYZE, BUFFERS) SELECT * FROM work_claim(\(terms), 1, 'test')", as: String.self)
            pipeline.rollback()
            let statements = pipeline
            try await bench.database.withConnection { try await $0.send(statements) }
            plans = try plan.get()
        }
        let text = plans.joined(separator: "\n")
        #expect(text.contains("rows=\(isSomething ? 1 : 0) "))
        let hits = try #require(text.firstMatch(of: /Buffers: shared hit=(\d+)(?: read=(\d+))?/))
        return (Int(hits.1) ?? 0) + (hits.2.flatMap { Int($0) } ?? 0)
    }
}
