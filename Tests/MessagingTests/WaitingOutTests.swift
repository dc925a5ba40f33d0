import Contracts
import Foundation
import Postgres
import Testing

@testable import Messaging

/// A partner that does not answer is waited for, however long that takes.
@Suite struct WaitingOutTests {
    private struct Bug: Error {}
    private struct Trouble: PartnerTrouble {
        let meaning: PartnerMeaning
    }

    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private func wants(_ keys: String...) -> [WorkItem] {
        keys.map { WorkItem(Fetch.self, tenant: tenant, key: $0, shop: shop) }
    }

    /// Takes a job and settles it; then all pauses are over, the longest of which is a minute and a half.
    private func visit(_ bench: WorkBench, _ finish: Settlement.Finish) async throws {
        let claim = try #require(try await bench.claim(1, Fetch()).first)
        try await bench.settle(claim, Fetch(), finish)
        try await bench.pass(100)
    }

    private func outage() -> Settlement.Finish { .threw(Trouble(meaning: .outage)) }

    @Test("no outage is so long that work is given up, and half of its attempts stay for what it is to blame for")
    func outlasts() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants("1"))
            for _ in 1...20 {
                try await visit(bench, outage())
                // Of three attempts one may go to the outage.
                #expect(try await bench.rows().map(\.attempt) == [1])
            }
            #expect(try await bench.rows().allSatisfy { $0.state != .failed })
            try await visit(bench, .threw(Bug()))
            try await visit(bench, .threw(Bug()))
            #expect(try await bench.rows().map(\.state) == [.failed])
        }
    }

    @Test("what one of a bundle may be to blame for goes alone after a while")
    func parts() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants("1", "2"))
            try await visit(bench, outage())
            let together = try #require(try await bench.claim(1, Fetch()).first)
            #expect(together.rows.count == 2)
            try await bench.settle(together, Fetch(), outage())
            try await bench.pass(100)
            #expect(try await bench.claim(1, Fetch()).first?.rows.count == 1)
        }
    }

    @Test("an answer that makes no sense is no outage: after its attempts the work is people's")
    func nonsense() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(wants("1"))
            for _ in 1...3 { try await visit(bench, .threw(Trouble(meaning: .nonsense))) }
            let row = try #require(try await bench.rows().first)
            #expect(row.state == .failed && row.reason == "the partner's answer makes no sense")
        }
    }

    @Test("work that is tried again and again is late since its first attempt that failed, until one goes well")
    func late() async throws {
        try await WorkBench.run { bench in
            func age() async throws -> Duration { try await bench.queue.snapshot().kinds.map(\.oldest).max() ?? .zero }
            try await bench.queue.enqueue(wants("1"))
            // A hundred seconds pass behind each of ten attempts.
            for _ in 1...10 { try await visit(bench, outage()) }
            #expect(try await age() >= .seconds(1000))
            try await visit(bench, .returned(.again(after: .seconds(3600), "it is on its way")))
            #expect(try await age() == .zero)
        }
    }
}
