import Foundation
import Logging
import Postgres
import Testing

@Suite(.timeLimit(.minutes(15))) struct PoolTests {
    @Test("two hundred tasks share four connections")
    func twoHundredTasksShareFourConnections() async throws {
        try await withPool(size: 4) { pool in
            let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<200 {
                    group.addTask { try await pool.first("SELECT \(number), pg_sleep(0.001)", as: Int.self) }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1 ?? -1) }
            }
            #expect(answers == Set(0..<200))
            let snapshot = pool.snapshot
            #expect(snapshot.opened <= 4 && snapshot.open <= 4)
            #expect(snapshot.leases == 200)
            #expect(snapshot.leased == 0 && snapshot.waiting == 0)
            #expect(snapshot.waits > 0 && snapshot.waitTime >= snapshot.longestWait)
        }
    }

    @Test("old rows go page by page, what others have in hand stays, and what is not meant too")
    func forgetting() async throws {
        try await withPool(size: 2) { pool in
            try await pool.run("CREATE TABLE notes AS SELECT n FROM generate_series(1, 25) AS n")
            try await pool.transaction { transaction in
                try await transaction.run("SELECT n FROM notes WHERE n IN (3, 24) FOR UPDATE")
                #expect(try await pool.forget("notes", where: "n <= 23", page: 10) == 22)
            }
            let left = try await pool.rows("SELECT n FROM notes ORDER BY n", as: Int.self)
            #expect(left == [3, 24, 25])
            #expect(try await pool.forget("notes", where: "n <= 25", page: 3) == 3)
        }
    }

    @Test("waiters are served in order")
    func waitersAreServedInOrder() async throws {
        try await withPool(size: 1) { pool in
            let served = Record<Int>()
            try await withThrowingTaskGroup { group in
                try await pool.withConnection { _ in
                    for number in 0..<20 {
                        group.addTask { try await pool.withConnection { _ in served.add(number) } }
                        // One after the other, so that the order of arrival is known.
                        try await wait(for: "task \(number) waits") { pool.snapshot.waiting == number + 1 }
                    }
                    #expect(served.all.isEmpty)
                }
                try await group.waitForAll()
            }
            #expect(served.all == Array(0..<20))
            #expect(pool.snapshot.longestQueue == 20)
        }
    }

    @Test("a waiter gives up at its deadline")
    func aWaiterGivesUpAtItsDeadline() async throws {
        try await withPool(size: 1, { $0.leaseTimeout = .milliseconds(100) }) { pool in
            try await pool.withConnection { _ in
                let start = ContinuousClock.now
                let error = await postgresError { try await pool.run("SELECT 1") }
                #expect(error?.code == .deadlineExceeded)
                #expect(ContinuousClock.now - start >= .milliseconds(100))
                #expect(pool.snapshot.waiting == 0)
            }
            #expect(pool.snapshot.timeouts == 1)
            try await expectAnswer(from: pool)
        }
    }

    @Test("a cancelled waiter leaves the queue")
    func aCancelledWaiterLeavesTheQueue() async throws {
        try await withPool(size: 1) { pool in
            try await pool.withConnection { _ in
                let error = try await withThrowingTaskGroup(of: PostgresError?.self) { group in
                    group.addTask { await postgresError { try await pool.run("SELECT 1") } }
                    try await wait(for: "it waits") { pool.snapshot.waiting == 1 }
                    group.cancelAll()
                    return try await group.next() ?? nil
                }
                #expect(error?.code == .cancelled)
                #expect(pool.snapshot.waiting == 0)
            }
            try await pool.run("SELECT 1")
        }
    }

    @Test("what a lease leaves open is rolled back")
    func whatALeaseLeavesOpenIsRolledBack() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE orders (id int)")
            try await pool.withConnection { connection in
                var pipeline = Pipeline()
                pipeline.begin()
                pipeline.run("INSERT INTO orders VALUES (1)")
                try await connection.send(pipeline)
            }
            #expect(try await pool.first("SELECT count(*) FROM orders", as: Int.self) == 0)
            #expect(pool.snapshot.opened == 1)
        }
    }

    @Test("a server that is not there is a connection loss at growing intervals")
    func aServerThatIsNotThereIsAConnectionLossAtGrowingIntervals() async throws {
        // Port 1 on this machine is served by nobody.
        let configuration = PostgresConfiguration(host: "127.0.0.1", port: 1, user: "nobody", database: "nothing")
        let pool = PostgresPool(configuration, size: 2, logger: Logger(label: "test"))
        let start = ContinuousClock.now
        for _ in 1...4 {
            let error = await postgresError { try await pool.run("SELECT 1") }
            #expect(error?.code == .connectionLost)
        }
        // Pauses of at least half of 50, 100 and 200 ms lie between four attempts.
        #expect(ContinuousClock.now - start >= .milliseconds(175))
        #expect(pool.snapshot.failedOpens == 4)
        #expect(pool.snapshot.leased == 0)
        await pool.close()
    }

    @Test("a server that says nothing does not hold us for long")
    func aServerThatSaysNothingDoesNotHoldUsForLong() async throws {
        // A socket that listens and never answers.
        let listener = try SilentListener()
        var configuration = PostgresConfiguration(
            host: "127.0.0.1", port: listener.port, user: "nobody", database: "nothing")
        configuration.connectTimeout = .milliseconds(100)
        let pool = PostgresPool(configuration, size: 1, logger: Logger(label: "test"))
        let start = ContinuousClock.now
        let error = await postgresError { try await pool.run("SELECT 1") }
        #expect(error?.code == .connectionLost)
        #expect(ContinuousClock.now - start < .seconds(5))
        await pool.close()
    }

    @Test("a closed pool lends nothing")
    func aClosedPoolLendsNothing() async throws {
        try await withPool(size: 2) { pool in
            try await pool.run("SELECT 1")
            await pool.close()
            #expect(await postgresError { try await pool.run("SELECT 1") }?.code == .closed)
            #expect(pool.snapshot.leased == 0)
            await pool.close()
        }
    }

    @Test("closing waits for leases and interrupts them at the end")
    func closingWaitsForLeasesAndInterruptsThemAtTheEnd() async throws {
        try await withPool(size: 1, { $0.leaseTimeout = .milliseconds(200) }) { pool in
            async let sleeper = postgresError { try await pool.run("SELECT pg_sleep(60)") }
            try await wait(for: "it is leased") { pool.snapshot.leased == 1 && pool.snapshot.open == 1 }
            let start = ContinuousClock.now
            await pool.close()
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            #expect(await sleeper?.code == .closed)
            #expect(pool.snapshot.leased == 0)
        }
    }
}
