import Contracts
import Foundation
import Postgres
import Testing

@testable import Messaging

@Suite struct WorkScheduleTests {
    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private func poll(every: Duration? = .seconds(1000)) -> WorkItem {
        WorkItem(Label.self, tenant: tenant, key: "poll", shop: shop, every: every)
    }

    @Test("scheduled work comes back about so often")
    func scheduledWorkComesBackAboutSoOften() async throws {
        try await WorkBench.run { bench in
            try await bench.want(poll())
            for _ in 1...3 {
                let claim = try #require(try await bench.claim(1, Label()).first)
                try await bench.settle(claim, Label(), .returned(.done()))
                // A tenth less or more, so that what began together does not stay together.
                try await bench.pass(880)
                #expect(try await bench.claim(1, Label()).isEmpty)
                try await bench.pass(221)
            }
        }
    }

    @Test("a wish between times runs it at once and the schedule goes on")
    func aWishBetweenTimesRunsItAtOnceAndTheScheduleGoesOn() async throws {
        try await WorkBench.run { bench in
            try await bench.want(poll())
            try await bench.settle(try await bench.claim(1, Label())[0], Label(), .returned(.done()))
            try await bench.want(poll(every: nil))
            try await bench.settle(try #require(try await bench.claim(1, Label()).first), Label(), .returned(.done()))
            #expect(try await bench.rows().map(\.state) == [.waiting])
        }
    }

    @Test("scheduled work is never given up")
    func scheduledWorkIsNeverGivenUp() async throws {
        struct Bug: Error {}
        try await WorkBench.run { bench in
            try await bench.want(poll())
            for _ in 1...10 {
                let claim = try #require(try await bench.claim(1, Label()).first)
                try await bench.settle(claim, Label(), .threw(Bug()))
                try await bench.pass(1101)
            }
            let row = try await bench.rows()[0]
            #expect(row.state == .waiting && row.attempt == 10 && row.reason == "the work threw")
        }
    }

    @Test("a cancelled schedule ends")
    func aCancelledScheduleEnds() async throws {
        try await WorkBench.run { bench in
            try await bench.want(poll())
            try await bench.settle(try await bench.claim(1, Label())[0], Label(), .returned(.done()))
            _ = try await bench.queue.cancel([WorkKey(Label.self, tenant: tenant, key: "poll")])
            #expect(try await bench.rows().isEmpty)
        }
    }
}
