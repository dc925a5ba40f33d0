import Contracts
import Foundation
import TestKit
import Testing

@testable import Messaging

/// Work that is in hand when a worker dies, and may be why.
@Suite(.timeLimit(.minutes(5))) struct WorkDeathTests {
    private let tenant = TenantID.mint()

    /// Each in a line of its own, unless a shop is named.
    private func item(_ key: String, of shop: ShopID = .mint(), every: Duration? = nil) -> WorkItem {
        WorkItem(Label.self, tenant: tenant, key: key, shop: shop, every: every)
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

    @Test("what stands behind a suspect goes on while its worker has another suspect in hand")
    func passedOver() async throws {
        try await WorkBench.run { bench in
            /// All that a worker gets of the line, one after the other.
            func taken(by worker: String) async throws -> Set<String> {
                var keys: Set<String> = []
                for _ in 1...4 {
                    keys.formUnion(try await bench.claim(1, Label(), as: worker).flatMap(\.rows).map(\.key))
                    try await bench.pass(0.2)
                }
                return keys
            }
            let shop = ShopID.mint()
            try await bench.want(item("one", of: shop), item("two", of: shop))
            for _ in 1...2 {
                #expect(try await taken(by: "a") == ["one", "two"])
                try await bench.pass(16)
            }
            #expect(try await bench.claim(1, Label()).isEmpty)
            try await bench.pass(2)
            try await bench.want(item("fresh", of: shop))
            let keys = try await taken(by: "a")
            #expect(keys.count == 2 && keys.contains("fresh"))
            #expect(try await taken(by: "b") == Set(["one", "two"]).subtracting(keys))
        }
    }

    @Test("who gave it back untouched has not shown that it can be lived through: it stays alone and suspect")
    func untouched() async throws {
        try await WorkBench.run { bench in
            let shop = ShopID.mint()
            let killer = WorkItem(Fetch.self, tenant: tenant, key: "killer", shop: shop)
            try await bench.want(killer)
            for _ in 1...2 {
                #expect(try await bench.claim(1, Fetch()).count == 1)
                try await bench.pass(16)
            }
            _ = try await bench.claim(1, Fetch())
            try await bench.pass(2)
            try await bench.want(WorkItem(Fetch.self, tenant: tenant, key: "fresh", shop: shop))
            let claim = try #require(try await bench.claim(5, Fetch()).first { $0.rows[0].key == "killer" })
            try await bench.settle(claim, Fetch(), .stopped)
            try await bench.pass(1)
            let again = try #require(try await bench.claim(5, Fetch()).first { $0.rows[0].key == "killer" })
            #expect(again.rows.count == 1)
            try await bench.pass(16)
            #expect(try await bench.claim(1, Fetch()).allSatisfy { $0.rows[0].key != "killer" })
            #expect(try await bench.rows().contains { $0.key.key == "killer" && $0.detail == "3 in a row" })
        }
    }

    @Test("what rests because of deaths is brought back by a hurry, and counted as what is left of one")
    func hurried() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item("poll", every: .seconds(60)))
            _ = try await die(bench)
            _ = try await die(bench)
            #expect(try await bench.claim(1, Label()).isEmpty)
            let filter = WorkFilter(kind: Label.name, state: .waiting)
            #expect(try await bench.queue.count(filter, isAhead: true) == 1)
            #expect(try await bench.queue.hurry(filter, most: 10) == 1)
            #expect(try await bench.claim(1, Label()).count == 1)
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
