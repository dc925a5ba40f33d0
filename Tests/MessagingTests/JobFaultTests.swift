import Contracts
import Foundation
import TestKit
import Testing

@testable import Messaging
@testable import Postgres

/// What comes between the result of a call that works once only and its commit.
@Suite(.timeLimit(.minutes(5))) struct JobFaultTests {
    private let tenant = TenantID.mint()

    private var item: WorkItem { WorkItem(Swap.self, tenant: tenant, key: "token") }

    /// Notes that can be saved only after so many tries.
    private func refuseNotes(_ count: Int, _ sqlState: String, _ bench: WorkBench) async throws {
        try await bench.database.run("CREATE TABLE notes (text text)")
        try await bench.database.run("CREATE SEQUENCE tries")
        try await bench.database.run(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('tries') <= \(unsafe: "\(count)") THEN
                    RAISE EXCEPTION 'not now' USING ERRCODE = \(unsafe: "'\(sqlState)'");
                END IF;
                RETURN NEW;
            END $$
            """)
        try await bench.database.run(
            "CREATE TRIGGER refuse BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION refuse()")
    }

    // A transaction is repeated five times by itself where others were in its way.
    @Test(
        "the answer of a call that works once waits for whatever passes",
        arguments: [("40001", 12), ("40P01", 12), ("55P03", 3), ("25006", 3), ("57P03", 3)])
    func theAnswerOfACallThatWorksOnceWaitsForWhateverPasses(sqlState: String, count: Int) async throws {
        try await WorkBench.run { bench in
            try await refuseNotes(count, sqlState, bench)
            let calls = Locked(0)
            let swap = Swap { _ in
                calls.with { $0 += 1 }
                return .done { $0.run("INSERT INTO notes VALUES ('saved')") }
            }
            try await bench.want(item)
            try await bench.withWorker([swap]) { _ in
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
            #expect(try await bench.database.rows("SELECT text FROM notes", as: String.self) == ["saved"])
            #expect(calls.with { $0 } == 1)
        }
    }

    @Test("a rollback that fails too does not hide why the result may wait")
    func aRollbackThatFailsTooDoesNotHideWhyTheResultMayWait() async throws {
        try await WorkBench.run { bench in
            let (calls, tries) = (Locked(0), Locked(0))
            let swap = Swap { _ in
                calls.with { $0 += 1 }
                return .done(settling: { _ in
                    let count = tries.with { count in
                        count += 1
                        return count
                    }
                    guard count > 2 else {
                        throw RollbackError(
                            body: PostgresError(.other, "it only reads", sqlState: "25006"),
                            rollback: PostgresError(.connectionLost, "it went away"))
                    }
                    return []
                })
            }
            try await bench.want(item)
            try await bench.withWorker([swap]) { _ in
                try await eventually("it is done") { try await bench.rows().isEmpty }
            }
            #expect(calls.with { $0 } == 1 && tries.with { $0 } == 3)
        }
    }

    @Test("a result that no waiting mends is not waited for")
    func aResultThatNoWaitingMendsIsNotWaitedFor() {
        let violation = PostgresError(.uniqueViolation, "twice", sqlState: "23505")
        let deadlock = PostgresError(.deadlock, "each other", sqlState: "40P01")
        #expect(!violation.mayPass(isRepeatable: false))
        #expect(deadlock.mayPass(isRepeatable: false))
        #expect(!deadlock.mayPass(isRepeatable: true), "the call can be made again")
        #expect(PostgresError.behind(RollbackError(body: CancellationError(), rollback: deadlock)) == nil)
    }
}
