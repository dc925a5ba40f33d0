import Contracts
import Foundation
import Logging
import Postgres
import Testing

@testable import Messaging

@Suite struct WorkBudgetTests {
    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private func calls(_ count: Int) -> [WorkItem] {
        (0..<count).map { WorkItem(Call.self, tenant: tenant, key: "\($0)", shop: shop) }
    }

    private func rate(_ bench: WorkBench) async throws -> Double {
        try await bench.database.first("SELECT rate FROM work_budgets", as: Double.self) ?? 0
    }

    @Test func aPartnerIsCalledNoFasterThanItBears() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(20))
            #expect(try await bench.claim(20, Call()).count == 2, "a bucket holds the tokens of a second")
            try await bench.pass(0.4)
            #expect(try await bench.claim(20, Call()).isEmpty)
            try await bench.pass(0.2)
            #expect(try await bench.claim(20, Call()).count == 1)
        }
    }

    @Test func twoPoolsShareOneBudget() async throws {
        try await WorkBench.run { bench in
            let elsewhere = PostgresPool(bench.configuration, size: 1, logger: Logger(label: "test"))
            let terms = try JSON(encoding: [KindRunner(Call()).terms])
            try await bench.queue.enqueue(calls(20))
            let here = try await bench.claim(1, Call())
            let there = try await WorkTable.claim(20, terms: terms, worker: "elsewhere", elsewhere).claims
            #expect(here.count == 1 && there.count == 1)

            try await bench.settle(there[0], Call(), .returned(.throttled(retryAfter: .seconds(7))))
            try await bench.settle(here[0], Call(), .returned(.done()))
            try await bench.pass(6.5)
            #expect(try await bench.claim(20, Call()).isEmpty, "one was told, both rest")
            try await bench.pass(1)
            #expect(
                try await bench.claim(1, Call()).count
                    + WorkTable.claim(1, terms: terms, worker: "elsewhere", elsewhere).claims.count > 0)
            await elsewhere.close()
        }
    }

    @Test func aThrottledCallIsNoAttempt() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(1))
            for _ in 1...10 {
                let claim = try #require(try await bench.claim(1, Call()).first)
                #expect(claim.rows[0].attempt == 1)
                try await bench.settle(claim, Call(), .returned(.throttled(retryAfter: .seconds(1))))
                try await bench.pass(60)
            }
        }
    }

    @Test func theRateFallsWhenItWasTooMuch() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(4))
            let two = try await bench.claim(2, Call())
            for claim in two { try await bench.settle(claim, Call(), .returned(.throttled())) }
            // 2 × 0.9: both calls were under way when the partner had enough, which is one event.
            #expect(abs(try await rate(bench) - 1.8) < 1e-9)

            try await bench.pass(2)
            let again = try #require(try await bench.claim(1, Call()).first)
            try await bench.settle(again, Call(), .returned(.throttled()))
            // At once again: half of it.
            #expect(abs(try await rate(bench) - 0.9) < 0.02)
        }
    }

    @Test func theRateGrowsWhileItIsWhatHoldsWorkUp() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(200))
            for _ in 1...30 {
                _ = try await bench.claim(50, Call())
                try await bench.pass(1)
            }
            // A tenth of the starting rate each second: 2 + 30 × 0.2 = 8, less what the first second had to spare.
            let grown = try await rate(bench)
            #expect(grown > 5 && grown < 8.1)
        }
    }

    @Test func anIdleBudgetDoesNotGrow() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(30))
            for _ in 1...20 {
                #expect(try await bench.claim(1, Call()).count == 1)
                try await bench.pass(2)
            }
            #expect(try await rate(bench) == 2)
        }
    }

    /// One limit for all shops: those who wait get numbers, so that a token wakes one line and not all of them.
    @Test func linesThatShareABudgetWaitInLine() async throws {
        struct Shared: WorkKind {
            static let name = "shared"
            static let endpoint = EndpointClass.writes("shared", app: "carrier", account: .app, start: 1, highest: 1)
            func perform(_ job: Job<NoPayload>) async throws -> WorkResult { .done() }
        }
        try await WorkBench.run { bench in
            let tenants = (0..<6).map { _ in TenantID.mint() }
            for tenant in tenants {
                try await bench.want(WorkItem(Shared.self, tenant: tenant, key: "k", shop: .mint()))
            }
            var served: [TenantID] = []
            for _ in 0..<6 {
                let claims = try await bench.claim(6, Shared())
                #expect(claims.count == 1, "one token a second, one call")
                served += claims.map(\.tenant)
                try await bench.pass(1)
            }
            #expect(served == tenants)
        }
    }

    @Test func aJobMayTakeFurtherTokens() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(1))
            let call = Call { job in
                try await job.nextToken()
                return .done()
            }
            try await bench.withWorker([call]) { _ in
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
            let tokens = try await bench.database.first("SELECT tokens FROM work_budgets", as: Double.self)
            #expect(try #require(tokens) < 1, "two of two tokens were taken")
        }
    }
}
