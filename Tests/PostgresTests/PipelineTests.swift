import Foundation
import Postgres
import Testing

@Suite(.timeLimit(.minutes(15))) struct PipelineTests {
    @Test("answers come in order")
    func answersComeInOrder() async throws {
        try await withPool(size: 1) { pool in
            var pipeline = Pipeline()
            let created = pipeline.run("CREATE TABLE numbers (n int)")
            let inserted = pipeline.run("INSERT INTO numbers SELECT generate_series(1, 5)")
            let answers = (1...50).map { number in
                pipeline.rows("SELECT \(number)::int8 + n FROM numbers ORDER BY n", as: Int.self)
            }
            let updated = pipeline.run("UPDATE numbers SET n = 0 WHERE n > 3")
            try await pool.send(pipeline)
            #expect(try created.get() == 0)
            #expect(try inserted.get() == 5)
            #expect(try updated.get() == 2)
            for (index, answer) in answers.enumerated() {
                #expect(try answer.get() == (1...5).map { index + 1 + $0 })
            }
        }
    }

    @Test("an answer cannot be read before the pipeline ran")
    func anAnswerCannotBeReadBeforeThePipelineRan() async {
        var pipeline = Pipeline()
        let pending = pipeline.run("SELECT 1")
        let error = await postgresError { _ = try pending.get() }
        #expect(error?.code == .invalidRequest)
    }

    @Test("an error in the middle skips the rest and undoes all")
    func anErrorInTheMiddleSkipsTheRestAndUndoesAll() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE orders (id int CONSTRAINT orders_id_unique UNIQUE)")
            var pipeline = Pipeline()
            let before = pipeline.run("INSERT INTO orders VALUES (1)")
            let middle = pipeline.run("INSERT INTO orders VALUES (1)")
            let after = pipeline.rows("SELECT id FROM orders", as: Int.self)
            let error = await postgresError { try await pool.send(pipeline) }
            #expect(error?.code == .uniqueViolation)
            #expect(error?.sqlState == "23505")
            #expect(error?.constraint == "orders_id_unique")
            #expect(error?.table == "orders")
            #expect(error?.statement == "INSERT INTO orders VALUES (1)")
            #expect(error?.isOutcomeUnknown == false)
            #expect(try before.get() == 1)
            #expect(await postgresError { _ = try middle.get() } == error)
            #expect(await postgresError { _ = try after.get() } == error)
            #expect(try await pool.first("SELECT count(*) FROM orders", as: Int.self) == 0)
            #expect(pool.snapshot.opened == 1)
        }
    }

    @Test("a statement that cannot be parsed is not believed to be prepared")
    func aStatementThatCannotBeParsedIsNotBelievedToBePrepared() async throws {
        try await withPool(size: 1) { pool in
            for _ in 1...3 {
                var pipeline = Pipeline()
                let before = pipeline.rows("SELECT 1", as: Int.self)
                pipeline.run("SELEKT 1")
                // Never parsed, since the server skips it.
                let after = pipeline.rows("SELECT n FROM later", as: Int.self)
                let error = await postgresError { try await pool.send(pipeline) }
                #expect(error?.code == .syntaxError)
                #expect(error?.statement == "SELEKT 1")
                #expect(try before.get() == [1])
                #expect(throws: PostgresError.self) { try after.get() }
            }
            try await pool.run("CREATE TABLE later AS SELECT 7 AS n")
            #expect(try await pool.rows("SELECT n FROM later", as: Int.self) == [7])
            let missing = await postgresError { try await pool.run("SELECT * FROM nowhere") }
            #expect(missing?.code == .undefinedName)
            #expect(pool.snapshot.opened == 1)
        }
    }

    @Test("a row that cannot be read fails its own answer alone")
    func aRowThatCannotBeReadFailsItsOwnAnswerAlone() async throws {
        try await withPool(size: 1) { pool in
            var pipeline = Pipeline()
            let wrong = pipeline.rows("SELECT 'x'", as: Int.self)
            let right = pipeline.rows("SELECT 2", as: Int.self)
            try await pool.send(pipeline)
            #expect(await postgresError { _ = try wrong.get() }?.code == .decoding)
            #expect(try right.get() == [2])
        }
    }

    @Test("several megabytes travel both ways at once")
    func severalMegabytesTravelBothWaysAtOnce() async throws {
        // More than the buffers of both sockets hold: each side must read while it writes.
        let big = String(repeating: "0123456789abcdef", count: 65_536)
        try await withPool(size: 1) { pool in
            var pipeline = Pipeline()
            let answers = (0..<24).map { pipeline.rows("SELECT \(big), \($0)", as: (String, Int).self) }
            try await pool.send(pipeline)
            for (index, answer) in answers.enumerated() {
                let rows = try answer.get()
                #expect(rows.count == 1 && rows[0].0 == big && rows[0].1 == index)
            }
        }
    }

    @Test("the server may send megabytes before it reads the rest")
    func theServerMaySendMegabytesBeforeItReadsTheRest() async throws {
        try await withPool(size: 1) { pool in
            var pipeline = Pipeline()
            let flood = pipeline.rows("SELECT repeat('x', 1000) FROM generate_series(1, 20000)", as: String.self)
            let big = [Int](repeating: 1, count: 500_000)
            let sums = (0..<4).map { _ in
                pipeline.rows("SELECT sum(n)::int8 FROM unnest(\(big)) n", as: Int.self)
            }
            try await pool.send(pipeline)
            #expect(try flood.get().count == 20_000)
            for sum in sums { #expect(try sum.get() == [500_000]) }
        }
    }

    @Test("a commit that rolls back is an error")
    func aCommitThatRollsBackIsAnError() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE orders (id int PRIMARY KEY)")
            try await pool.withConnection { connection in
                var opening = Pipeline()
                opening.begin()
                opening.run("INSERT INTO orders VALUES (1)")
                try await connection.send(opening)
                await #expect(throws: PostgresError.self) { try await connection.run("SELECT 1/0") }
                var closing = Pipeline()
                closing.commit()
                let error = await postgresError { try await connection.send(closing) }
                #expect(error?.code == .transactionAborted)
            }
            #expect(try await pool.first("SELECT count(*) FROM orders", as: Int.self) == 0)
        }
    }

    @Test("more texts than the cache holds are forgotten by the server too")
    func moreTextsThanTheCacheHoldsAreForgottenByTheServerToo() async throws {
        try await withPool(size: 1) { pool in
            for number in 1...600 {
                #expect(try await pool.first("SELECT \(unsafe: String(number))", as: Int.self) == number)
            }
            let held = try await pool.first("SELECT count(*) FROM pg_prepared_statements", as: Int.self)
            // 256 and the one that asks; the last one thrown out is told with the next pipeline.
            #expect(try #require(held) <= 258)
            // One pipeline with more texts than the cache holds, the first of them again at its end.
            var pipeline = Pipeline()
            let texts = Array(1...300) + [1]
            let answers = texts.map { pipeline.rows("SELECT -\(unsafe: String($0))", as: Int.self) }
            try await pool.send(pipeline)
            #expect(try answers.map { try $0.get() } == texts.map { [-$0] })
        }
    }

    @Test("one text may be used with several types")
    func oneTextMayBeUsedWithSeveralTypes() async throws {
        try await withPool(size: 1) { pool in
            for _ in 1...2 {
                let number = try await pool.first("SELECT pg_typeof(\(Int32(1)))::text", as: String.self)
                let text = try await pool.first("SELECT pg_typeof(\("a"))::text", as: String.self)
                #expect(number == "integer")
                #expect(text == "text")
            }
        }
    }

    @Test("a table that changes under a prepared statement is read again")
    func aTableThatChangesUnderAPreparedStatementIsReadAgain() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE orders (id int)")
            try await pool.run("SELECT * FROM orders")
            try await pool.run("ALTER TABLE orders ADD note text")
            let error = await postgresError { try await pool.run("SELECT * FROM orders") }
            #expect(error?.code == .stalePlan)
            #expect(error?.isTransient == true)
            try await pool.run("SELECT * FROM orders")
            // Someone who throws away what we prepared, too.
            try await pool.run("DEALLOCATE ALL")
            #expect(await postgresError { try await pool.run("SELECT * FROM orders") }?.code == .stalePlan)
            try await pool.run("SELECT * FROM orders")
            #expect(pool.snapshot.opened == 1)
        }
    }

    @Test("what the protocol cannot carry is refused before it is sent")
    func whatTheProtocolCannotCarryIsRefusedBeforeItIsSent() async throws {
        try await withPool(size: 1) { pool in
            let many = (0...65_535).map { _ in "\(true)" as SQL }.joined(separator: ",")
            #expect(await postgresError { try await pool.run("SELECT \(many)") }?.code == .invalidRequest)
            #expect(await postgresError { try await pool.run("COPY pg_class TO STDOUT") }?.code == .invalidRequest)
            #expect(await postgresError { try await pool.run("SELECT 1; SELECT 2") }?.code == .syntaxError)
            #expect(try await pool.run("") == 0)
            try await pool.send(Pipeline())
            try await expectAnswer(from: pool)
        }
    }

    @Test("a value is never part of an error")
    func aValueIsNeverPartOfAnError() async throws {
        try await withPool(size: 1) { pool in
            try await pool.run("CREATE TABLE people (id int PRIMARY KEY, name text CHECK (name <> 'secret'))")
            try await pool.run("INSERT INTO people VALUES (\(4711), 'a')")
            let statements: [SQL] = [
                "SELECT \("secret")::int", "SELECT \("secret")::timestamptz", "SELECT \("secret")::jsonb",
                "SELECT \("secret")::uuid", "INSERT INTO people VALUES (1, \("secret"))",
                "INSERT INTO people VALUES (\(4711), \("secret2"))", "SELECT \("{secret")::int[]",
            ]
            for statement in statements {
                let error = try #require(await postgresError { try await pool.run(statement) })
                #expect(!"\(error)".contains("secret"), "\(error)")
                #expect(!"\(error)".contains("4711"), "\(error)")
            }
        }
    }

    @Test("a script runs many statements")
    func aScriptRunsManyStatements() async throws {
        try await withPool(size: 1) { pool in
            try await pool.withConnection { connection in
                try await connection.execute(
                    script: "CREATE TABLE a (n int); INSERT INTO a VALUES (1); SELECT * FROM a;")
                let error = await postgresError {
                    try await connection.execute(script: "INSERT INTO a VALUES (2); SELEKT; INSERT INTO a VALUES (3)")
                }
                #expect(error?.code == .syntaxError)
                #expect(try await connection.rows("SELECT n FROM a", as: Int.self) == [1])
            }
            #expect(pool.snapshot.opened == 1)
        }
    }
}
