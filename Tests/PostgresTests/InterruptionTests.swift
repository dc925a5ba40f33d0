import Foundation
import Logging
import Postgres
import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct InterruptionTests {
    @Test("a deadline ends the statement and the connection stays usable")
    func aDeadlineEndsTheStatementAndTheConnectionStaysUsable() async throws {
        try await withPool(size: 1, { $0.statementDeadline = .milliseconds(100) }) { pool in
            let start = ContinuousClock.now
            let error = await postgresError { try await pool.run("SELECT pg_sleep(60)") }
            let elapsed = ContinuousClock.now - start
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.statement == "SELECT pg_sleep(60)")
            #expect(elapsed >= .milliseconds(100))
            #expect(elapsed < .seconds(5))
            try await expectAnswer(from: pool)
            #expect(pool.snapshot.opened == 1)
        }
    }

    @Test("a deadline inside a transaction leaves it to be rolled back")
    func aDeadlineInsideATransactionLeavesItToBeRolledBack() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE orders (id int)")
            let error = await postgresError {
                try await pool.transaction(TransactionOptions(deadline: .milliseconds(100))) { transaction in
                    try await transaction.run("INSERT INTO orders VALUES (1)")
                    try await transaction.run("SELECT pg_sleep(60)")
                }
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(try await pool.first("SELECT count(*) FROM orders", as: Int.self) == 0)
            #expect(pool.snapshot.opened == 1)
        }
    }

    @Test("a cancelled task ends its statement")
    func aCancelledTaskEndsItsStatement() async throws {
        try await withPool(size: 1) { pool in
            let error = await withTaskGroup(of: PostgresError?.self) { group in
                group.addTask { await postgresError { try await pool.run("SELECT pg_sleep(60) AS cancelled") } }
                // The pool has one connection, so that someone else has to watch.
                try? await waitUntilRunning("AS cancelled", on: pool)
                group.cancelAll()
                return await group.next() ?? nil
            }
            #expect(error?.code == .cancelled)
            try await expectAnswer(from: pool)
            #expect(pool.snapshot.opened == 1)
        }
    }

    private func waitUntilRunning(_ text: String, on pool: PostgresPool) async throws {
        let watcher = PostgresPool(pool.configuration, size: 1, logger: .init(label: "watcher"))
        try await wait(for: "the statement runs") { try await watcher.countRunning(text) == 1 }
        await watcher.close()
    }

    @Test("the server gives up what nobody waits for any more, though nobody could ask it to")
    func orphan() async throws {
        try await withPool(size: 1) { watcher in
            let server = watcher.configuration
            let proxy = try FaultyProxy(to: server.host, port: server.port)
            var configuration = server
            configuration.port = proxy.port
            let pool = PostgresPool(configuration, size: 1, logger: Logger(label: "test"))
            async let lost = postgresError { try await pool.run("SELECT pg_sleep(60) AS orphan") }
            try await wait(for: "the statement runs") { try await watcher.countRunning("AS orphan") == 1 }
            proxy.close()
            #expect(await lost?.isConnectionLoss == true)
            try await wait(for: "the statement has ended") { try await watcher.countRunning("AS orphan") == 0 }
            await pool.close()
        }
    }

    @Test("a task that is already cancelled sends nothing")
    func aTaskThatIsAlreadyCancelledSendsNothing() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE orders (id int)")
            let error = await withTaskGroup(of: PostgresError?.self) { group in
                group.cancelAll()
                group.addTask { await postgresError { try await pool.run("INSERT INTO orders VALUES (1)") } }
                return await group.next() ?? nil
            }
            #expect(error?.code == .cancelled)
            #expect(try await pool.first("SELECT count(*) FROM orders", as: Int.self) == 0)
        }
    }

    @Test("a cancelled transaction is rolled back on its connection")
    func aCancelledTransactionIsRolledBackOnItsConnection() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE orders (id int)")
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    try? await pool.transaction { transaction in
                        try await transaction.run("INSERT INTO orders VALUES (1)")
                        try await Task.sleep(for: .seconds(60))
                    }
                }
                try? await wait(for: "the transaction is idle") {
                    pool.snapshot.leased == 1 && pool.snapshot.opened == 1
                }
                group.cancelAll()
            }
            #expect(try await pool.first("SELECT count(*) FROM orders", as: Int.self) == 0)
            #expect(pool.snapshot.lost == 0)
        }
    }

    @Test("a terminated backend is a lost connection and the pool recovers")
    func aTerminatedBackendIsALostConnectionAndThePoolRecovers() async throws {
        try await withPool(size: 2) { pool in
            async let sleeper = postgresError { try await pool.run("SELECT pg_sleep(60) AS terminated") }
            try await wait(for: "the statement runs") { try await pool.countRunning("AS terminated") == 1 }
            try await pool.terminateOthers()
            let error = await sleeper
            #expect(error?.code == .connectionLost)
            #expect(error?.isConnectionLoss == true)
            // 57P01: terminating connection due to administrator command.
            #expect(error?.sqlState == "57P01")
            // A statement outside a transaction commits itself.
            #expect(error?.isOutcomeUnknown == true)
            for _ in 1...4 { try await expectAnswer(from: pool) }
            #expect(pool.snapshot.lost == 1)
        }
    }

    @Test("a backend terminated inside a transaction leaves no doubt")
    func aBackendTerminatedInsideATransactionLeavesNoDoubt() async throws {
        try await withPool(size: 2) { pool in
            let error = await postgresError {
                try await pool.transaction { transaction in
                    try await transaction.run("SELECT 1")
                    try await pool.terminateOthers()
                    try await transaction.run("SELECT 2")
                }
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.isOutcomeUnknown == false)
            try await expectAnswer(from: pool)
        }
    }

    @Test("a connection lost during commit leaves the outcome unknown")
    func aConnectionLostDuringCommitLeavesTheOutcomeUnknown() async throws {
        try await withPool(size: 2) { pool in
            // A deferred trigger runs inside COMMIT, and there it ends its own server process.
            try await pool.withConnection { connection in
                try await connection.execute(
                    script: """
                        CREATE TABLE orders (id int);
                        CREATE FUNCTION vanish() RETURNS trigger LANGUAGE plpgsql AS
                            $$ BEGIN
                                PERFORM pg_terminate_backend(pg_backend_pid());
                                PERFORM pg_sleep(60);
                                RETURN NULL;
                            END $$;
                        CREATE CONSTRAINT TRIGGER vanish AFTER INSERT ON orders
                            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION vanish();
                        """)
            }
            let error = await postgresError {
                _ = try await pool.transaction { try await $0.run("INSERT INTO orders VALUES (1)") }
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.isOutcomeUnknown == true)
            #expect("\(try #require(error))".contains("outcome unknown"))
        }
    }

    @Test("idle connections that the server ended are replaced unnoticed")
    func idleConnectionsThatTheServerEndedAreReplacedUnnoticed() async throws {
        try await withPool(size: 4) { pool in
            // All four are opened, since each is held until the last one runs.
            try await openAll(of: pool)
            let before = pool.snapshot.opened
            #expect(before == 4)
            try await pool.terminateOthers()
            for _ in 1...8 { try await pool.run("SELECT 1") }
            try await openAll(of: pool)
            #expect(pool.snapshot.lost == 3)
            #expect(pool.snapshot.opened == before + 3)
        }
    }

    private func openAll(of pool: PostgresPool) async throws {
        let holders = Record<Int>()
        try await withThrowingTaskGroup { group in
            for number in 1...4 {
                group.addTask {
                    try await pool.withConnection { _ in
                        holders.add(number)
                        try await wait(for: "all four hold one") { holders.all.count == 4 }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("closing a connection ends its statement")
    func closingAConnectionEndsItsStatement() async throws {
        try await withPool(size: 2) { pool in
            try await pool.withConnection { connection in
                async let sleeper = postgresError { try await connection.run("SELECT pg_sleep(60) AS closed") }
                try await wait(for: "the statement runs") { try await pool.countRunning("AS closed") == 1 }
                await connection.close()
                #expect(await sleeper?.code == .closed)
                #expect(connection.isBroken)
                let error = await postgresError { try await connection.run("SELECT 1") }
                #expect(error?.code == .closed)
            }
            try await pool.run("SELECT 1")
        }
    }
}
