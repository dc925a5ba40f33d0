import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

@Suite struct WorkLeaseTests {
    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private var item: WorkItem {
        WorkItem(Push.self, tenant: tenant, key: "sku", shop: shop, payload: Push.Payload(quantity: 1))
    }

    private func note(_ text: String) -> (inout Pipeline) -> Void {
        { $0.run("INSERT INTO notes VALUES (\(text))") }
    }

    @Test("work of a dead worker is taken over and the late one commits nothing")
    func workOfADeadWorkerIsTakenOverAndTheLateOneCommitsNothing() async throws {
        try await WorkBench.run { bench in
            try await bench.database.run("CREATE TABLE notes (text text)")
            try await bench.want(item)
            let first = try await bench.claim(1, Push(), as: "first")[0]
            // A worker may be silent for fifteen seconds.
            try await bench.pass(10)
            #expect(try await bench.claim(1, Push(), as: "second").isEmpty)

            try await bench.pass(6)
            let second = try await bench.claim(1, Push(), as: "second")[0]
            #expect(second.lease != first.lease)
            #expect(second.rows[0].isUnknown, "nobody knows what the first one did")
            #expect(second.rows[0].attempt == 2)

            let error = await #expect(throws: PostgresError.self) {
                try await bench.settle(first, Push(), .returned(.done()), alongside: note("first"))
            }
            #expect(error?.isLeaseLost == true)
            try await bench.settle(second, Push(), .returned(.done()), alongside: note("second"))
            #expect(try await bench.database.rows("SELECT text FROM notes", as: String.self) == ["second"])
            #expect(try await bench.rows().isEmpty)
        }
    }

    @Test("a worker that says it lives keeps its work")
    func aWorkerThatSaysItLivesKeepsItsWork() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item)
            let first = try await bench.claim(1, Push(), as: "first")[0]
            for _ in 1...3 {
                try await bench.pass(10)
                try await WorkTable.renew(first.lease, bench.database)
            }
            // Thirty seconds are over, but the last sign is new; fifteen after it nobody can know better.
            #expect(try await bench.claim(1, Push(), as: "second").isEmpty)
            try await bench.pass(16)
            #expect(try await bench.claim(1, Push(), as: "second").count == 1)
            try await WorkTable.renew(first.lease, bench.database)
            let error = await #expect(throws: PostgresError.self) {
                try await bench.settle(first, Push(), .returned(.done()))
            }
            #expect(error?.isLeaseLost == true, "a sign that comes too late brings nothing back")
        }
    }

    @Test("a call that cannot be repeated is not taken over before its patience is through")
    func aCallThatCannotBeRepeatedIsNotTakenOverBeforeItsPatienceIsThrough() async throws {
        try await WorkBench.run { bench in
            try await bench.want(WorkItem(Swap.self, tenant: tenant, key: "token", shop: shop))
            let first = try await bench.claim(1, Swap(), as: "first")[0]
            // A sign of life does not shorten what it has: thirty seconds to call, twenty to save.
            try await WorkTable.renew(first.lease, bench.database)
            // Asked of the lease itself: its line is not looked at before the time that was noted when it was taken.
            let left = try await bench.database.first(
                "SELECT extract(epoch FROM lease_until - clock_timestamp())::double precision FROM work_leases",
                as: Double.self)
            #expect(try #require(left) > 45)
            try await bench.pass(49)
            #expect(try await bench.claim(1, Swap(), as: "second").isEmpty)
            try await bench.pass(2)
            #expect(try await bench.claim(1, Swap(), as: "second").count == 1)
        }
    }

    @Test("after the server's start workers may say first that they live")
    func afterTheServersStartWorkersMaySayFirstThatTheyLive() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item)
            let first = try await bench.claim(1, Push(), as: "first")[0]
            try await bench.pass(60)
            try await bench.database.run(WorkBench.started("clock_timestamp() - interval '5 seconds'"))
            #expect(try await bench.claim(1, Push(), as: "second").isEmpty)
            try await WorkTable.renew(first.lease, bench.database)
            try await bench.database.run(WorkBench.started("'-infinity'"))
            try await bench.pass(10)
            #expect(try await bench.claim(1, Push(), as: "second").isEmpty, "it has said so")
            try await bench.pass(6)
            #expect(try await bench.claim(1, Push(), as: "second").count == 1)
        }
    }

    @Test("the server's start is the server's")
    func theServersStartIsTheServers() async throws {
        try await World.template.withCopy { url in
            let pool = PostgresPool(try World.configuration(url), logger: silent)
            let isTrue = try await pool.first("SELECT work_up_since() = pg_postmaster_start_time()", as: Bool.self)
            await pool.close()
            #expect(isTrue == true)
        }
    }

    @Test("a worker that has just got its database back takes only what is nobody's")
    func aWorkerThatHasJustGotItsDatabaseBackTakesOnlyWhatIsNobodys() async throws {
        try await WorkBench.run { bench in
            try await bench.want(WorkItem(Label.self, tenant: tenant, key: "held", shop: shop))
            #expect(try await bench.claim(1, Label()).count == 1)
            try await bench.pass(60)
            try await bench.want(WorkItem(Label.self, tenant: tenant, key: "free", shop: shop))
            #expect(try await bench.claimWhenBack(5, Label()).flatMap(\.rows).map(\.key) == ["free"])
            try await bench.pass(1)
            #expect(try await bench.claim(5, Label()).flatMap(\.rows).map(\.key) == ["held"])
        }
    }

    @Test("a late worker may still commit while nobody has taken over")
    func aLateWorkerMayStillCommitWhileNobodyHasTakenOver() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item)
            let claim = try await bench.claim(1, Push())[0]
            try await bench.pass(3600)
            try await bench.settle(claim, Push(), .returned(.done()))
            #expect(try await bench.rows().isEmpty)
        }
    }

    @Test("what a job notes on its way is noted only while nobody has taken over, and who has taken over is not misled")
    func checkpointOfALateWorker() async throws {
        try await WorkBench.run { bench in
            try await bench.database.run("CREATE TABLE notes (text text)")
            try await bench.want(item)
            let first = try await bench.claim(1, Push(), as: "first")[0]
            try await bench.withWorker([Label()], poll: .seconds(3600)) { messaging in
                func hands(_ claim: Claim) -> JobHands {
                    JobHands(
                        claim: claim, endpoint: Push.endpoint, database: bench.database, outbox: messaging.writer)
                }
                try await bench.pass(60)
                try await hands(first).checkpoint([]) { note("late")(&$0) }
                var taken: [Claim] = []
                // The running worker looks for its own, finds none, and each time puts the brand off for a second.
                try await eventually("somebody else has taken over") {
                    try await bench.pass(2)
                    taken = try await bench.claim(1, Push(), as: "second")
                    return !taken.isEmpty
                }
                let second = taken[0]
                await #expect(throws: WorkError.leaseLost) {
                    try await hands(first).checkpoint([]) { note("lost")(&$0) }
                }
                try await hands(second).checkpoint([]) { note("second")(&$0) }
            }
            let notes = try await bench.database.rows("SELECT text FROM notes ORDER BY text", as: String.self)
            #expect(notes == ["late", "second"])
        }
    }

    @Test("while a late worker commits nobody takes over from it")
    func nobodyTakesOverFromWhoCommits() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item)
            let first = try await bench.claim(1, Push(), as: "first")[0]
            try await bench.pass(60)
            try await bench.database.transaction { transaction in
                var pipeline = Pipeline()
                WorkTable.hold(first.lease, &pipeline)
                let holding = pipeline
                try await transaction.send(holding)
                #expect(try await bench.claim(1, Push(), as: "second").isEmpty)
            }
            #expect(try await bench.claim(1, Push(), as: "second").count == 1)
        }
    }

    @Test("work that kills its workers becomes a failure")
    func workThatKillsItsWorkersBecomesAFailure() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item)
            for _ in 1...2 {
                #expect(try await bench.claim(1, Push()).count == 1)
                try await bench.pass(60)
            }
            #expect(try await bench.claim(1, Push()).isEmpty, "after the second death not at once")
            try await bench.pass(2)
            #expect(try await bench.claim(1, Push()).count == 1)
            try await bench.pass(60)
            #expect(try await bench.claim(1, Push()).isEmpty)
            let row = try await bench.rows()[0]
            #expect(row.state == .failed && row.reason == "its worker died or lost touch")
        }
    }

    @Test("a bundle of a dead worker is tried key by key")
    func aBundleOfADeadWorkerIsTriedKeyByKey() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(
                (0..<3).map { WorkItem(Fetch.self, tenant: tenant, key: "\($0)", shop: shop) })
            #expect(try await bench.claim(1, Fetch()).map(\.rows.count) == [3])
            try await bench.pass(60)
            for _ in 1...3 {
                let claim = try await bench.claim(1, Fetch())[0]
                #expect(claim.rows.count == 1)
                try await bench.settle(claim, Fetch(), .returned(.done()))
            }
            #expect(try await bench.claim(1, Fetch()).isEmpty)
        }
    }

    @Test("the pieces of a bundle may end differently")
    func thePiecesOfABundleMayEndDifferently() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue(
                ["found", "absent", "locked"].map { WorkItem(Fetch.self, tenant: tenant, key: $0, shop: shop) })
            let claim = try await bench.claim(1, Fetch())[0]
            try await bench.settle(
                claim, Fetch(),
                .returned(
                    .done(except: [
                        "absent": .failed(reason: "no such order"),
                        "locked": .again(after: .seconds(60), reason: "locked"),
                    ])))
            let rows = try await bench.rows()
            #expect(rows.map(\.key.key) == ["absent", "locked"])
            #expect(rows.map(\.state) == [.failed, .waiting])
        }
    }
}
