import Contracts
import Foundation
import TestKit
import Testing

@testable import Messaging

/// Work that is in hand when a worker dies, and may be why.
@Suite(.timeLimit(.minutes(5))) struct WorkDeathTests {
    private let tenant = TenantID.mint()

    private func item(_ key: String, every: Duration? = nil) -> WorkItem {
        WorkItem(Label.self, tenant: tenant, key: key, shop: ShopID.mint(), every: every)
    }

    /// Lets a worker take all it can get, and die of it.
    private func die(_ bench: WorkBench, as worker: String = "tester") async throws -> [String] {
        let keys = try await bench.claim(5, Label(), as: worker).flatMap(\.rows).map(\.key)
        // A worker may be silent for fifteen seconds.
        try await bench.pass(16)
        return keys.sorted()
    }

    @Test("scheduled work that kills its workers is never given up, and kills ever more rarely")
    func pauses() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item("poll", every: .seconds(60)))
            #expect(try await die(bench) == ["poll"])
            #expect(try await die(bench) == ["poll"], "after the first death at once")
            // Then after 1, 3, 7, 15 … seconds, a tenth more or less, and never after more than an hour.
            for deaths in 2...15 {
                #expect(try await bench.claim(1, Label()).isEmpty)
                let row = try await bench.rows()[0]
                #expect(row.state == .waiting && row.detail == "\(deaths) in a row")
                #expect(row.reason == "its worker died or lost touch" && row.isOutcomeUnknown)
                let pause = min(3600, Double((1 << (deaths - 1)) - 1))
                let rest = row.dueAt.timeIntervalSince(row.changedAt)
                #expect(rest > 0.89 * pause && rest < 1.11 * pause)
                try await bench.pass(1.11 * pause)
                #expect(try await die(bench) == ["poll"])
            }
        }
    }

    @Test("who has lived to settle it is not told of the deaths before")
    func forgotten() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item("poll", every: .seconds(60)))
            _ = try await die(bench)
            _ = try await die(bench)
            #expect(try await bench.claim(1, Label()).isEmpty)
            try await bench.pass(2)
            try await bench.settle(try await bench.claim(1, Label())[0], Label(), .returned(.done()))
            try await bench.pass(70)
            #expect(try await die(bench) == ["poll"])
            #expect(try await die(bench) == ["poll"], "the first death of a new row of them")
        }
    }

    @Test("a worker has one suspect in hand at a time, beside work that is none, and others may have the next")
    func oneAtATime() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item("one"), item("two"), item("three"))
            #expect(try await die(bench) == ["one", "three", "two"])
            #expect(try await die(bench) == ["one", "three", "two"], "after one death it may have been any")
            #expect(try await bench.claim(5, Label()).isEmpty)
            try await bench.pass(2)
            try await bench.want(item("fresh"))

            let first = try await bench.claim(5, Label(), as: "a")
            let keys = first.flatMap(\.rows).map(\.key)
            #expect(keys.count == 2 && keys.contains("fresh"))
            try await bench.pass(1)
            #expect(try await bench.claim(5, Label(), as: "a").isEmpty)
            try await bench.pass(1)
            let second = try await bench.claim(5, Label(), as: "b")
            #expect(second.count == 1)

            let suspect = try #require(first.first { $0.rows[0].key != "fresh" })
            try await bench.settle(suspect, Label(), .returned(.done()))
            try await bench.pass(1)
            let third = try await bench.claim(5, Label(), as: "a")
            #expect(Set([suspect, second[0]].map { $0.rows[0].key } + third.map { $0.rows[0].key }).count == 3)
            #expect(third.count == 1)
        }
    }

    @Test("the innocent lose two attempts at most to the one that kills")
    func innocent() async throws {
        try await WorkBench.run { bench in
            let innocent = (1...3).map { "innocent \($0)" }
            try await bench.queue.enqueue([item("guilty", every: .seconds(60))] + innocent.map { item($0) })
            var done: [String: Int] = [:]
            for _ in 1...40 where done.count < 3 {
                let claims = try await bench.claim(5, Label())
                if !claims.contains(where: { $0.rows[0].key == "guilty" }) {
                    for claim in claims {
                        done[claim.rows[0].key] = claim.rows[0].attempt
                        try await bench.settle(claim, Label(), .returned(.done()))
                    }
                }
                try await bench.pass(16)
            }
            #expect(Set(done.keys) == Set(innocent))
            #expect(done.values.allSatisfy { $0 <= 3 })
            #expect(try await bench.rows(WorkFilter(state: .failed)).isEmpty)
        }
    }
}
