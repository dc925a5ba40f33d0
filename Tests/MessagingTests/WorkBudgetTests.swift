import Contracts
import Foundation
import Logging
import Postgres
import TestKit
import Testing

@testable import Messaging

/// Calls a partner who bears a call in a hundred seconds.
private struct Rare: WorkKind {
    static let name = "rare"
    static let endpoint = EndpointClass.reads("rare", app: "partner", start: 0.01, highest: 0.01)
    static let limits = WorkLimits(deadline: .seconds(9), parallel: 100)
    var act: @Sendable (Job<NoPayload>) async throws -> WorkResult = { _ in .done() }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult { try await act(job) }
}

@Suite struct WorkBudgetTests {
    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private func calls(_ count: Int) -> [WorkItem] {
        (0..<count).map { WorkItem(Call.self, tenant: tenant, key: "\($0)", shop: shop) }
    }

    private func rate(_ bench: WorkBench) async throws -> Double {
        try await bench.database.first("SELECT rate FROM work_budgets", as: Double.self) ?? 0
    }

    @Test("a partner is called no faster than it bears")
    func aPartnerIsCalledNoFasterThanItBears() async throws {
        try await WorkBench.run { bench in
            for number in 0..<5 {
                try await bench.want(WorkItem(Rare.self, tenant: tenant, key: "\(number)", shop: shop))
            }
            #expect(try await bench.claim(5, Rare()).count == 1, "a bucket holds one token at least")
            // One call in a hundred seconds.
            try await bench.pass(80)
            #expect(try await bench.claim(5, Rare()).isEmpty)
            try await bench.pass(30)
            #expect(try await bench.claim(5, Rare()).count == 1)
        }
    }

    @Test("two pools share one budget")
    func twoPoolsShareOneBudget() async throws {
        try await WorkBench.run { bench in
            let elsewhere = PostgresPool(bench.configuration, size: 1, logger: Logger(label: "test"))
            let terms = try JSON(encoding: [KindRunner(Rare()).terms])
            func claimElsewhere() async throws -> [Claim] {
                try await WorkTable.claim(5, terms: terms, worker: "elsewhere", elsewhere).claims
            }
            for number in 0..<5 {
                try await bench.want(WorkItem(Rare.self, tenant: tenant, key: "\(number)", shop: shop))
            }
            let here = try await bench.claim(1, Rare())
            #expect(here.count == 1)
            #expect(try await claimElsewhere().isEmpty)
            try await bench.settle(here[0], Rare(), .returned(.done()))

            try await bench.pass(110)
            let there = try await claimElsewhere()
            #expect(there.count == 1)
            try await bench.settle(there[0], Rare(), .returned(.throttled(retryAfter: .seconds(700))))
            try await bench.pass(600)
            #expect(try await bench.claim(5, Rare()).isEmpty, "one was told, both rest")
            try await bench.pass(300)
            #expect(try await bench.claim(5, Rare()).count == 1)
            await elsewhere.close()
        }
    }

    @Test("a throttled call is no attempt")
    func aThrottledCallIsNoAttempt() async throws {
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

    @Test("the rate falls when it was too much")
    func theRateFallsWhenItWasTooMuch() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(4))
            let two = try await bench.claim(2, Call())
            for claim in two { try await bench.settle(claim, Call(), .returned(.throttled())) }
            // 2 × 0.9: both calls were under way when the partner had enough, which is one event.
            #expect(abs(try await rate(bench) - 1.8) < 1e-9)

            let rest = try await bench.database.first(
                "SELECT extract(epoch FROM blocked_until - clock_timestamp())::double precision FROM work_budgets",
                as: Double.self)
            try await bench.pass(try #require(rest) + 0.6)
            let again = try #require(try await bench.claim(1, Call()).first)
            try await bench.settle(again, Call(), .returned(.throttled()))
            // At once again: half of it.
            #expect(abs(try await rate(bench) - 0.9) < 0.02)
        }
    }

    @Test("the rate grows while it is what holds work up")
    func theRateGrowsWhileItIsWhatHoldsWorkUp() async throws {
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

    @Test("a limit that was met twice with calm between is believed: near it the rate grows by a fifth as much")
    func aLimitIsBelieved() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(300))
            var underWay = try await bench.claim(1, Call())
            /// Lets the rate hold work up for some seconds after the partner has refused; answers by how much it grew.
            func grown(in seconds: Int) async throws -> Double {
                try await bench.pass(2)
                let before = try await rate(bench)
                for _ in 0...seconds {
                    underWay += try await bench.claim(50, Call())
                    try await bench.pass(1)
                }
                return try await rate(bench) - before
            }
            /// The partner refuses one of what is under way.
            func refuse() async throws {
                let claim = try #require(underWay.last)
                underWay.removeLast()
                try await bench.settle(claim, Call(), .returned(.throttled(retryAfter: .seconds(1))))
            }
            try await refuse()
            // 2 × 0.9 = 1.8, and from there 1.5 % of 2 a second: 0.2 in 7 s, which is calm enough.
            let first = try await grown(in: 7)
            #expect(first > 0.15 && first < 0.27, "\(first)")
            try await refuse()
            // About 2 again, so 0.3 % of that: 0.04 in 7 s.
            let second = try await grown(in: 7)
            #expect(second > 0.02 && second < 0.06, "\(second)")
            // Refused at once again it was no limit but a storm: half of the rate, and quickly back from there.
            try await refuse()
            try await bench.pass(1.1)
            try await refuse()
            let third = try await grown(in: 7)
            #expect(third > 0.1, "\(third)")
        }
    }

    @Test("after refusals in a row the rate is soon near where it was")
    func aStormPasses() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(300))
            #expect(try await bench.claim(1, Call()).count == 1)
            try await bench.database.run("UPDATE work_budgets SET rate = 20, tokens = 20")
            let underWay = try await bench.claim(5, Call())
            for claim in underWay {
                try await bench.settle(claim, Call(), .returned(.throttled(retryAfter: .seconds(1))))
                try await bench.pass(1.1)
            }
            // 20 × 0.9, then half of it four times.
            #expect(abs(try await rate(bench) - 18.0 / 16) < 0.01)
            for _ in 1...10 {
                _ = try await bench.claim(50, Call())
                try await bench.pass(1)
            }
            // By 0.3 a second and 0.2 beside it past 0.7 × 18 × 0.8³ = 6.5, where 0.2 alone would come to 3.1.
            let grown = try await rate(bench)
            #expect(grown > 6.5 && grown < 10, "\(grown)")
        }
    }

    @Test("from almost nothing a rate grows while somebody waits, and the wait counts on that")
    func aRateGrowsWhileSomebodyWaits() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(9))
            #expect(try await bench.claim(2, Call()).count == 2)
            try await bench.database.run(
                "UPDATE work_budgets SET rate = 0.05, tokens = 0, refilled_at = now(), raised_at = now()")
            #expect(try await bench.claim(1, Call()).isEmpty)
            // 0.05 t + 0.2 t² / 2 = 1 after 2.92 s; at 0.05 a second it would be 20.
            try await bench.pass(2.8)
            #expect(try await bench.claim(1, Call()).isEmpty)
            try await bench.pass(0.3)
            #expect(try await bench.claim(1, Call()).count == 1)
            #expect(try await bench.claim(1, Call()).isEmpty)
            // 0.05 + 0.2 × 3.1 = 0.67, and a second later 0.87.
            let grown = try await rate(bench)
            #expect(grown > 0.6 && grown < 0.75, "\(grown)")
            // From 0.67 the second token takes another 1.27 s.
            try await bench.pass(1.5)
            #expect(try await bench.claim(1, Call()).count == 1)
        }
    }

    @Test("an idle budget does not grow")
    func anIdleBudgetDoesNotGrow() async throws {
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
    @Test("lines that share a budget wait in line")
    func linesThatShareABudgetWaitInLine() async throws {
        struct Shared: WorkKind {
            static let name = "shared"
            static let endpoint = EndpointClass.writes(
                "shared", app: "carrier", account: .app, start: 0.5, highest: 0.5)
            func perform(_ job: Job<NoPayload>) async throws -> WorkResult { .done() }
        }
        try await WorkBench.run { bench in
            let tenants = (0..<5).map { _ in TenantID.mint() }
            for tenant in tenants {
                try await bench.want(WorkItem(Shared.self, tenant: tenant, key: "k", shop: .mint()))
            }
            let first = try await bench.claim(5, Shared()).map(\.tenant)
            let waiting = try await bench.database.rows(
                """
                SELECT tenant_id, extract(epoch FROM token_at - min(token_at) OVER ())::double precision
                FROM work_lines WHERE token_at IS NOT NULL ORDER BY token_at
                """, as: (UUID, Double).self)
            #expect(first + waiting.map { TenantID($0.0) } == tenants)
            // Half a token a second: one every two seconds.
            for (number, line) in waiting.enumerated() { #expect(abs(line.1 - Double(2 * number)) < 0.001) }

            var served = first
            for _ in 1...4 {
                try await bench.pass(2)
                served += try await bench.claim(5, Shared()).map(\.tenant)
            }
            #expect(served == tenants)
        }
    }

    @Test("a job may take further tokens")
    func aJobMayTakeFurtherTokens() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(calls(1))
            let call = Call { job in
                // Stops the clock of the bucket, which holds one of two tokens now.
                try await bench.database.run("UPDATE work_budgets SET tokens = 1, refilled_at = now() + interval '1 h'")
                try await job.nextToken()
                return .done()
            }
            try await bench.withWorker([call]) { _ in
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
            #expect(try await bench.database.first("SELECT tokens FROM work_budgets", as: Double.self) == 0)
        }
    }

    @Test("a job that gets no token in time is not to blame")
    func aJobThatGetsNoTokenInTimeIsNotToBlame() async throws {
        try await WorkBench.run { bench in
            try await bench.want(WorkItem(Rare.self, tenant: tenant, key: "k", shop: shop))
            let rare = Rare { job in
                try await job.nextToken()
                return .done()
            }
            try await bench.withWorker([rare]) { _ in
                try await eventually("it waits") {
                    try await bench.rows().first?.reason == "no token came in time"
                }
            }
            #expect(try await bench.rows().map(\.attempt) == [0])
        }
    }
}
