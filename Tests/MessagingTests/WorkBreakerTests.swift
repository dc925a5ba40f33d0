import Contracts
import Foundation
import Postgres
import Testing

@testable import Messaging

@Suite struct WorkBreakerTests {
    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    /// A partner with room for all calls, so that only the breaker holds them up.
    struct Wide: WorkKind {
        static let name = "wide"
        static let endpoint = EndpointClass.reads("wide", app: "partner", start: 1000, highest: 1000)
        static let limits = WorkLimits(
            attempts: 100, backoff: WorkBackoff(first: .milliseconds(1), longest: .milliseconds(1)), parallel: 100)
        func perform(_ job: Job<NoPayload>) async throws -> WorkResult { .done() }
    }

    private struct Outage: PartnerTrouble {
        let meaning = PartnerMeaning.outage
    }

    private func wants(_ count: Int, of shop: ShopID? = nil) -> [WorkItem] {
        (0..<count).map {
            WorkItem(Wide.self, tenant: tenant, key: "\($0) \(shop ?? self.shop)", shop: shop ?? self.shop)
        }
    }

    private func fail(
        _ count: Int, _ bench: WorkBench, by finish: Settlement.Finish = .threw(Outage())
    ) async throws {
        for _ in 1...count {
            let claim = try #require(try await bench.claim(1, Wide()).first)
            try await bench.settle(claim, Wide(), finish)
            try await bench.pass(0.01)
        }
    }

    /// How long the shop's breaker stays open, in seconds.
    private func remaining(_ bench: WorkBench) async throws -> Double {
        let seconds = try await bench.database.first(
            """
            SELECT extract(epoch FROM open_until - clock_timestamp())::double precision FROM work_breakers
            WHERE account = \(shop.uuid)
            """, as: Double.self)
        return try #require(seconds)
    }

    @Test("after five failures in a row a shop's breaker opens")
    func afterFiveFailuresInARowAShopsBreakerOpens() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(3))
            try await fail(4, bench)
            let claim = try #require(try await bench.claim(1, Wide()).first)
            try await bench.settle(claim, Wide(), .returned(.done()))
            try await fail(5, bench)
            #expect(try await bench.claim(3, Wide()).isEmpty)

            try await bench.queue.enqueue(wants(1, of: .mint()))
            #expect(try await bench.claim(3, Wide()).count == 1, "another shop's calls go on")
        }
    }

    @Test("work that comes to its deadline by itself blames nobody: a call that gets no answer says so")
    func late() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(3))
            try await fail(6, bench, by: .late)
            #expect(try await bench.claim(3, Wide()).count == 3)
        }
    }

    /// A partner that knows one account for all.
    struct Single: WorkKind {
        static let name = "single"
        static let endpoint = EndpointClass.reads("single", app: "lone", account: .app, start: 1000, highest: 1000)
        static let limits = WorkLimits(
            attempts: 100, backoff: WorkBackoff(first: .milliseconds(1), longest: .milliseconds(1)))
        func perform(_ job: Job<NoPayload>) async throws -> WorkResult { .done() }
    }

    @Test("an account for all is blamed once")
    func anAccountForAllIsBlamedOnce() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue([WorkItem(Single.self, tenant: tenant, key: "1", shop: shop)])
            for _ in 1...2 {
                let claim = try #require(try await bench.claim(1, Single()).first)
                try await bench.settle(claim, Single(), .threw(Outage()))
                try await bench.pass(0.01)
            }
            let failures = try await bench.database.rows("SELECT failures FROM work_breakers", as: Int32.self)
            #expect(failures == [2])
        }
    }

    @Test("one probe decides whether it closes")
    func oneProbeDecidesWhetherItCloses() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(10))
            try await fail(5, bench)
            #expect(try await bench.claim(10, Wide()).isEmpty)
            let remaining = try await remaining(bench)
            #expect(remaining > 0 && remaining <= 12, "ten seconds, up to a fifth more")
            try await bench.pass(remaining)
            let probe = try await bench.claim(10, Wide())
            #expect(probe.count == 1)
            #expect(try await bench.claim(10, Wide()).isEmpty)
            try await bench.settle(probe[0], Wide(), .returned(.done()))
            #expect(try await bench.claim(9, Wide()).count == 9)
        }
    }

    @Test("a probe that takes its time stays the probe")
    func aProbeThatTakesItsTimeStaysTheProbe() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(10))
            try await fail(5, bench)
            try await bench.pass(12)
            let probe = try await bench.claim(10, Wide())
            #expect(probe.count == 1)
            for _ in 1...3 {
                try await bench.pass(10)
                try await WorkTable.renew(probe[0].lease, bench.database)
            }
            #expect(try await bench.claim(10, Wide()).isEmpty, "half a minute later it is still the one")
            try await bench.settle(probe[0], Wide(), .returned(.done()))
            #expect(try await bench.claim(9, Wide()).count == 9)
        }
    }

    @Test("a probe that fails opens it for as long again, however often that happens")
    func probesGoOn() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(10))
            try await fail(5, bench)
            for _ in 1...10 {
                try await bench.pass(12)
                try await bench.settle(try #require(try await bench.claim(10, Wide()).first), Wide(), .threw(Outage()))
                #expect(try await bench.claim(10, Wide()).isEmpty)
            }
            let remaining = try await remaining(bench)
            #expect(remaining > 8 && remaining <= 12)
            try await bench.pass(remaining)
            #expect(try await bench.claim(10, Wide()).count == 1)
        }
    }

    @Test("a probe that dies is replaced")
    func aProbeThatDiesIsReplaced() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(10))
            try await fail(5, bench)
            try await bench.pass(12)
            #expect(try await bench.claim(10, Wide()).count == 1)
            try await bench.pass(51)
            #expect(try await bench.claim(10, Wide()).count == 1)
        }
    }

    @Test("when many shops fail the partner as a whole is left alone")
    func whenManyShopsFailThePartnerAsAWholeIsLeftAlone() async throws {
        try await WorkBench.run { bench in
            for _ in 0..<5 {
                let shop = ShopID.mint()
                try await bench.queue.enqueue(wants(4, of: shop))
            }
            for claim in try await bench.claim(20, Wide()) {
                try await bench.settle(claim, Wide(), .threw(Outage()))
            }
            try await bench.pass(1)
            try await bench.queue.enqueue(wants(1, of: .mint()))
            #expect(try await bench.claim(30, Wide()).isEmpty)
        }
    }

    @Test("refusals and our own errors do not count")
    func refusalsAndOurOwnErrorsDoNotCount() async throws {
        struct Refusal: PartnerTrouble { let meaning = PartnerMeaning.refusal }
        struct Bug: Error {}
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants(1))
            for number in 1...20 {
                let claim = try #require(try await bench.claim(1, Wide()).first)
                try await bench.settle(claim, Wide(), .threw(number % 2 == 0 ? Refusal() : Bug()))
                try await bench.pass(0.01)
            }
            #expect(try await bench.database.first("SELECT count(*) FROM work_breakers", as: Int.self) == 0)
        }
    }
}
