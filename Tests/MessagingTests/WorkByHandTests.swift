import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

/// What people see of very much work, and what they do to it.
@Suite(.timeLimit(.minutes(5))) struct WorkByHandTests {
    /// Rows as workers have left them, each of a tenant of its own, the first of them the longest untouched.
    private func leave(
        _ count: Int, _ kind: String, _ state: String, dueIn seconds: Double = 0, _ bench: WorkBench
    ) async throws {
        try await bench.database.run(
            """
            INSERT INTO work (tenant_id, kind, key, shop, endpoint_class, state, due_at, priority, wanted_by, payload,
                changed_at, last_reason)
            SELECT gen_random_uuid(), \(kind), lpad(n::text, 6, '0'), gen_random_uuid(), 'none', \(state),
                now() + make_interval(secs => \(seconds)), 0, now(), '{}',
                now() - interval '1 day' + make_interval(secs => n), 'a bug'
            FROM generate_series(1, \(Int32(count))) AS n
            """)
    }

    private func due(_ bench: WorkBench) async throws -> [String] {
        try await bench.database.rows(
            "SELECT key FROM work WHERE state = 'waiting' AND due_at <= clock_timestamp() ORDER BY key",
            as: String.self)
    }

    /// Advisory locks of whoever asks.
    private func gates(_ transaction: Transaction) async throws -> Int? {
        try await transaction.first(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()", as: Int.self)
    }

    @Test("a single piece that was given up is seen among very many, every time; what is sampled says so")
    func rareOnes() async throws {
        try await WorkBench.run { bench in
            try await leave(LaneState.mostCounted + 10, "full", "failed", bench)
            try await leave(20_000, "usual", "waiting", dueIn: 3600, bench)
            try await leave(1, "rare", "failed", bench)
            // A look takes 500 pages, of some 2,500: the one row would be missed by four of five.
            for _ in 1...5 {
                let kinds = try await bench.queue.snapshot().kinds
                let failed = kinds.filter { $0.state == "failed" }
                #expect(Set(failed.map(\.kind)) == ["full", "rare"] && failed.allSatisfy { !$0.isEstimate })
                #expect(failed.first { $0.kind == "rare" }?.count == 1)
                #expect(failed.first { $0.kind == "full" }?.count == LaneState.mostCounted + 1, "one more is more")
                #expect(kinds.filter { $0.state == "waiting" }.allSatisfy { $0.isEstimate == true })
            }
            // The first of them was left a day ago, less a second.
            let oldest = try await bench.queue.snapshot().kinds.first { $0.kind == "rare" }?.oldest ?? .zero
            #expect(oldest > .seconds(86_000) && oldest < .seconds(90_000))
        }
    }

    @Test("what is counted in a small table is no estimate")
    func exact() async throws {
        try await WorkBench.run { bench in
            try await leave(3, "usual", "waiting", dueIn: 3600, bench)
            let kinds = try await bench.queue.snapshot().kinds
            #expect(kinds.map(\.count) == [3] && kinds.map(\.isEstimate) == [false])
        }
    }

    @Test("a hurry comes to every piece, the longest untouched first, and holds the gates of those alone")
    func hurry() async throws {
        try await WorkBench.run { bench in
            try await leave(25, "poll", "waiting", dueIn: 3600, bench)
            var seen: [[String]] = []
            for _ in 1...3 {
                let (found, held) = try await bench.database.transaction { transaction in
                    (
                        try await WorkQueue.hurry(WorkFilter(kind: "poll"), most: 10, in: transaction),
                        try await gates(transaction)
                    )
                }
                // Each has a tenant of its own.
                #expect(found == 10 && held == 10)
                seen.append(try await due(bench))
                // They have had their turn and wait for the next one.
                try await bench.database.run(
                    """
                    UPDATE work SET due_at = clock_timestamp() + interval '1 hour', changed_at = clock_timestamp()
                    WHERE due_at <= clock_timestamp()
                    """)
            }
            let keys = (1...25).map { String(repeating: "0", count: $0 < 10 ? 5 : 4) + "\($0)" }
            // Ten, ten, and the last five with five of those that come round again.
            #expect(seen[0] == Array(keys[..<10]) && seen[1] == Array(keys[10..<20]))
            #expect(Set(seen[2]).isSuperset(of: keys[20...]) && Set(seen.joined()) == Set(keys))
        }
    }

    @Test("what is due already comes last and stays as due as it is; what is of unknown outcome is never hurried")
    func hurriedNot() async throws {
        try await WorkBench.run { bench in
            try await leave(2, "poll", "waiting", dueIn: -600, bench)
            try await leave(2, "sync", "waiting", dueIn: 3600, bench)
            try await leave(1, "swap", "waiting", dueIn: 3600, bench)
            try await bench.database.run("UPDATE work SET is_unknown = true WHERE kind = 'swap'")
            let filter = WorkFilter(state: .waiting)
            #expect(try await bench.queue.hurry(filter, most: 3) == 3)
            let now = try await bench.database.rows(
                "SELECT kind FROM work WHERE due_at <= clock_timestamp() ORDER BY kind, key", as: String.self)
            #expect(now == ["poll", "poll", "sync", "sync"])
            #expect(try await bench.queue.count(filter, isAhead: true) == 0)
            let late = try await bench.database.first(
                "SELECT count(*) FROM work WHERE due_at < now() - interval '9 minutes'", as: Int.self)
            #expect(late == 2)
        }
    }

    @Test("a retry takes the longest untouched first, nothing changed since, and the gates of those alone")
    func retry() async throws {
        try await WorkBench.run { bench in
            try await leave(25, "label", "failed", bench)
            let start = Date()
            try await bench.database.run("UPDATE work SET changed_at = \(start) + interval '1 s' WHERE key > '000012'")
            let filter = WorkFilter(kind: "label", state: .failed, before: start)
            let (found, held) = try await bench.database.transaction { transaction in
                (
                    try await WorkQueue.retry(filter, most: 10, perSecond: 1000, in: transaction),
                    try await gates(transaction)
                )
            }
            #expect(found == 10 && held == 10)
            #expect(try await bench.rows(WorkFilter(state: .waiting)).map(\.key.key).sorted().last == "000010")
            #expect(try await bench.queue.count(filter, isAhead: false) == 2)
            #expect(try await bench.queue.retry(filter) == 2, "of 12 that were there before")
            #expect(try await bench.queue.retry(filter) == 0)
        }
    }

    @Test("what is retried becomes due one after the other, also for an instance of the version before")
    func spread() async throws {
        try await WorkBench.run { bench in
            try await leave(3, "label", "failed", bench)
            let found = try await bench.database.first(
                "SELECT work_retry(NULL, 'label', NULL, 'a bug', 100, 600)", as: Int.self)
            #expect(found == 3)
            let pauses = try await bench.database.rows(
                "SELECT round(extract(epoch FROM due_at - now()) / 600)::integer FROM work ORDER BY key", as: Int32.self
            )
            #expect(pauses == [0, 1, 2])
        }
    }
}
