import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

/// How a job is kept in its worker's hands, and its result until it is saved.
@Suite(.timeLimit(.minutes(5))) struct JobRunTests {
    private let tenant = TenantID.mint()

    private var item: WorkItem {
        WorkItem(Push.self, tenant: tenant, key: "sku", shop: .mint(), payload: Push.Payload(quantity: 1))
    }

    private func notes(_ bench: WorkBench) async throws -> [String] {
        try await bench.database.rows("SELECT text FROM notes ORDER BY text", as: String.self)
    }

    @Test("a job that outlives its lease stays its worker's")
    func aJobThatOutlivesItsLeaseStaysItsWorkers() async throws {
        try await WorkBench.run { bench in
            let gate = Doorbell()
            let runs = Locked(0)
            let push = Push { job in
                runs.with { $0 += 1 }
                await gate.wait()
                return .done()
            }
            try await bench.want(item)
            // A single hand is full, so that the worker itself does not look for what has run out.
            try await bench.withWorker([push], concurrency: 1) { _ in
                try await eventually("it runs") { runs.with { $0 } == 1 }
                try await bench.pass(20)
                // A worker says every five seconds that it lives.
                try await eventually(within: .seconds(60), "it has said that it lives") {
                    try await bench.database.first(
                        "SELECT lease_until > clock_timestamp() + interval '5 seconds' FROM work_leases", as: Bool.self)
                        == true
                }
                #expect(try await bench.claim(1, push, as: "another").isEmpty)
                gate.ring()
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
            #expect(runs.with { $0 } == 1)
        }
    }

    /// Lets the first so many attempts to save a note fail as on a server that only reads.
    private func refuseNotes(_ count: Int, _ bench: WorkBench) async throws {
        try await bench.database.run("CREATE TABLE notes (text text)")
        try await bench.database.run("CREATE SEQUENCE tries")
        try await bench.database.run(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('tries') <= \(unsafe: "\(count)") THEN
                    RAISE EXCEPTION 'read only' USING ERRCODE = '25006';
                END IF;
                RETURN NEW;
            END $$
            """)
        try await bench.database.run(
            "CREATE TRIGGER refuse BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION refuse()")
    }

    @Test("a result waits for a database that only reads")
    func aResultWaitsForADatabaseThatOnlyReads() async throws {
        try await WorkBench.run { bench in
            try await refuseNotes(3, bench)
            let push = Push { job in .done { $0.run("INSERT INTO notes VALUES (\("attempt \(job.item.attempt)"))") } }
            try await bench.want(item)
            try await bench.withWorker([push]) { _ in
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
            #expect(try await notes(bench) == ["attempt 1"])
        }
    }

    @Test("only the result of a call that cannot be repeated waits longer than the job's patience")
    func onlyTheResultOfACallThatCannotBeRepeatedWaitsLongerThanTheJobsPatience() async throws {
        try await WorkBench.run { bench in
            try await refuseNotes(4, bench)
            let save: WorkResult.Save = { $0.run("INSERT INTO notes VALUES ('saved')") }
            let (push, swap) = (Push { _ in .done(save: save) }, Swap { _ in .done(save: save) })
            try await bench.want(item, WorkItem(Swap.self, tenant: tenant, key: "token"))
            let (pushes, swaps) = (try await bench.claim(1, push), try await bench.claim(1, swap))
            try await bench.withWorker([Label()]) { messaging in
                try await run(late: pushes[0], push, messaging, bench)
                #expect(try await notes(bench).isEmpty)
                try await run(late: swaps[0], swap, messaging, bench)
            }
            #expect(try await notes(bench) == ["saved"])
            #expect(try await bench.rows().map(\.key.kind) == ["push"])
        }
    }

    /// Runs a job that was taken an hour ago.
    private func run(late claim: Claim, _ kind: any WorkKind, _ messaging: Messaging, _ bench: WorkBench) async throws {
        let late = Claim(
            lease: claim.lease, kind: claim.kind, tenant: claim.tenant, shop: claim.shop, isWatched: claim.isWatched,
            rows: claim.rows, since: .now - .seconds(3600))
        let runner = KindRunner(kind)
        let hands = JobHands(
            claim: late, endpoint: runner.endpoint, database: bench.database, outbox: messaging.writer)
        let run = JobRun(
            claim: late, kind: runner, hands: hands, meter: WorkMeter(kinds: [runner]), stop: Doorbell(),
            logger: silent)
        await run.run()
    }

    private func asked(_ isBack: Bool, _ bench: WorkBench) async throws -> Bool {
        try await bench.database.first("SELECT count(*) > 0 FROM asked WHERE is_back = \(isBack)", as: Bool.self)
            == true
    }

    @Test("a worker says when its database was away")
    func aWorkerSaysWhenItsDatabaseWasAway() async throws {
        try await WorkBench.run { bench in
            try await bench.database.run("CREATE TABLE asked (is_back boolean, fails boolean)")
            try await bench.database.run("CREATE SEQUENCE failures_seen")
            try await bench.database.run("ALTER FUNCTION work_claim RENAME TO work_claim_really")
            try await bench.database.run(
                """
                CREATE FUNCTION work_claim(kinds jsonb, wanted integer, worker text) RETURNS TABLE (
                    lease uuid, kind text, tenant uuid, shop uuid, key text, attempt integer, is_unknown boolean,
                    is_cancelled boolean, is_scheduled boolean, payload jsonb, correlation text, causation uuid,
                    traceparent text, waited double precision, is_watched boolean
                ) LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT FROM asked WHERE fails) THEN
                        PERFORM nextval('failures_seen');
                        RAISE EXCEPTION 'away' USING ERRCODE = '57P03';
                    END IF;
                    INSERT INTO asked VALUES ((kinds -> 0 ->> 'is_back')::boolean, false);
                    RETURN QUERY SELECT * FROM work_claim_really(kinds, wanted, worker);
                END $$
                """)
            try await bench.withWorker([Push()]) { _ in
                try await eventually("it has asked") { try await asked(false, bench) }
                #expect(try await asked(true, bench) == false)
                try await bench.database.run("INSERT INTO asked VALUES (NULL, true)")
                try await eventually("it was not answered") {
                    try await bench.database.first("SELECT is_called FROM failures_seen", as: Bool.self) == true
                }
                try await bench.database.run("DELETE FROM asked")
                try await eventually("it has asked again") { try await asked(true, bench) }
                #expect(try await asked(false, bench) == false, "so soon nobody can have said that he lives")
            }
        }
    }
}
