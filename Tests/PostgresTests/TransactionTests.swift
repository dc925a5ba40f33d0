import Foundation
import Postgres
import Testing

@Suite(.timeLimit(.minutes(15))) struct TransactionTests {
    private struct Refused: Error {}

    /// A pool whose database has two numbered accounts of 100 each.
    private func withAccounts(_ body: (PostgresPool) async throws -> Void) async throws {
        try await withPool { pool in
            try await pool.run("CREATE TABLE accounts (id int PRIMARY KEY, amount int NOT NULL)")
            try await pool.run("INSERT INTO accounts VALUES (1, 100), (2, 100)")
            try await body(pool)
        }
    }

    private func amounts(_ pool: PostgresPool) async throws -> [Int] {
        try await pool.rows("SELECT amount FROM accounts ORDER BY id", as: Int.self)
    }

    @Test("what returns is committed")
    func whatReturnsIsCommitted() async throws {
        try await withAccounts { pool in
            let affected = try await pool.transaction { transaction in
                try await transaction.run("UPDATE accounts SET amount = 90 WHERE id = 1")
                return try await transaction.run("UPDATE accounts SET amount = 110 WHERE id = 2")
            }
            #expect(affected == 1)
            #expect(try await amounts(pool) == [90, 110])
        }
    }

    @Test("what throws is rolled back and the error is the body's")
    func whatThrowsIsRolledBackAndTheErrorIsTheBodys() async throws {
        try await withAccounts { pool in
            await #expect(throws: Refused.self) {
                try await pool.transaction { transaction in
                    try await transaction.run("UPDATE accounts SET amount = 0")
                    throw Refused()
                }
            }
            let after = try await amounts(pool)
            #expect(after == [100, 100])
        }
    }

    @Test("what follows a commit is done once however often it was begun, and never after a rollback")
    func following() async throws {
        try await withAccounts { pool in
            let (done, note) = AsyncStream<String>.makeStream()
            var tries = 0
            try await pool.transaction { transaction in
                tries += 1
                let number = tries
                transaction.afterCommit { note.yield("after try \(number)") }
                // 40001: another transaction was in the way.
                if tries == 1 { try await transaction.run("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$") }
                try await transaction.run("UPDATE accounts SET amount = 1")
            }
            await #expect(throws: Refused.self) {
                try await pool.transaction { transaction in
                    transaction.afterCommit { note.yield("after a rollback") }
                    try await transaction.run("UPDATE accounts SET amount = 2")
                    throw Refused()
                }
            }
            note.finish()
            var said: [String] = []
            for await line in done { said.append(line) }
            #expect(said == ["after try 2"])
        }
    }

    @Test("the last pipeline may carry the commit")
    func theLastPipelineMayCarryTheCommit() async throws {
        try await withAccounts { pool in
            try await pool.transaction { transaction in
                var last = Pipeline()
                last.run("UPDATE accounts SET amount = 1 WHERE id = 1")
                try await transaction.commit(last)
                let error = await postgresError { try await transaction.run("SELECT 1") }
                #expect(error?.code == .invalidRequest)
            }
            #expect(try await amounts(pool) == [1, 100])
        }
    }

    @Test("an error that the body swallows is not committed")
    func anErrorThatTheBodySwallowsIsNotCommitted() async throws {
        try await withAccounts { pool in
            let error = await postgresError {
                try await pool.transaction { transaction in
                    try await transaction.run("UPDATE accounts SET amount = 0")
                    _ = try? await transaction.run("SELECT 1/0")
                }
            }
            #expect(error?.code == .transactionAborted)
            let after = try await amounts(pool)
            #expect(after == [100, 100])
        }
    }

    @Test("a transaction that does nothing sends nothing")
    func aTransactionThatDoesNothingSendsNothing() async throws {
        try await withAccounts { pool in
            let answer = try await pool.transaction { _ in 7 }
            #expect(answer == 7)
        }
    }

    @Test("options hold inside and end with it")
    func optionsHoldInsideAndEndWithIt() async throws {
        try await withPool(size: 1) { pool in
            let role = "tenant_\(UUID().uuidString.lowercased())"
            try await pool.run("CREATE ROLE \(identifier: role)")
            let options = TransactionOptions(
                isolation: .repeatableRead, isReadOnly: true, role: role, settings: [("app.tenants", "{a'b}")])
            let question: SQL = """
                SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'),
                    current_user::text, current_setting('app.tenants', true)
                """
            let inside = try await pool.transaction(options) { transaction in
                try await transaction.first(question, as: (String, String, String, String?).self)
            }
            #expect(try #require(inside) == ("repeatable read", "on", role, "{a'b}"))
            let outside = try await pool.first(question, as: (String, String, String, String?).self)
            let after = try #require(outside)
            #expect(after.0 == "read committed" && after.1 == "off" && after.2 != role)
            // Once set, a setting of one's own is empty again, not unknown.
            #expect(after.3 == "")
            try await pool.run("DROP ROLE \(identifier: role)")
        }
    }

    @Test("a serialization failure is repeated")
    func aSerializationFailureIsRepeated() async throws {
        try await withAccounts { pool in
            let options = TransactionOptions(isolation: .serializable, attempts: 20)
            // Each reads all and writes one: run together, at most one of them may commit unrepeated.
            let bodies = Record<Int>()
            try await withThrowingTaskGroup { group in
                for id in [1, 2, 1, 2] {
                    group.addTask {
                        try await pool.transaction(options) { transaction in
                            bodies.add(1)
                            let sum = try await transaction.first("SELECT sum(amount)::int FROM accounts", as: Int.self)
                            _ = try await transaction.first("SELECT pg_sleep(0.05)::text", as: String.self)
                            try await transaction.run(
                                "UPDATE accounts SET amount = \(sum ?? 0)::int WHERE id = \(id)::int")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(bodies.all.count > 4)
            // One after the other, in any order, four sums double and add: all end above the start.
            #expect(try await amounts(pool).allSatisfy { $0 > 200 })
        }
    }

    @Test("a deadlock is repeated")
    func aDeadlockIsRepeated() async throws {
        try await withAccounts { pool in
            let bodies = Record<Int>()
            let holding = Record<Int>()
            try await withThrowingTaskGroup { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await pool.transaction { transaction in
                            bodies.add(1)
                            try await transaction.run(
                                "UPDATE accounts SET amount = amount - 1 WHERE id = \(first)::int")
                            // Both hold their first row before either asks for the second.
                            holding.add(first)
                            try await wait(for: "both hold a row") { Set(holding.all).count == 2 }
                            try await transaction.run(
                                "UPDATE accounts SET amount = amount + 1 WHERE id = \(second)::int")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(bodies.all.count >= 3)
            #expect(try await amounts(pool) == [100, 100])
        }
    }

    @Test("repeating ends")
    func repeatingEnds() async throws {
        try await withPool(size: 1) { pool in
            var bodies = 0
            let error = await postgresError {
                try await pool.transaction(TransactionOptions(attempts: 3)) { transaction in
                    bodies += 1
                    try await transaction.run("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
                }
            }
            #expect(error?.code == .serializationFailure)
            #expect(bodies == 3)
        }
    }

    @Test("a repeatable error in disguise is repeated too")
    func aRepeatableErrorInDisguiseIsRepeatedToo() async throws {
        try await withPool(size: 1) { pool in
            var bodies = 0
            try await pool.transaction { transaction in
                bodies += 1
                guard bodies < 2 else { return }
                do {
                    try await transaction.run("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$")
                } catch {
                    throw Refused()
                }
            }
            #expect(bodies == 2)
        }
    }
}
