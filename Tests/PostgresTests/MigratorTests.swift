import Foundation
import Logging
import Postgres
import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct MigratorTests {
    /// A folder of the test's own with files of these names and texts.
    private func withFolder<Value>(
        _ files: [String: String], _ body: (URL) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "migrations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try await body(folder)
    }

    private func migrator(
        _ url: String, _ sources: [(String, URL)], schema: String = "shop"
    ) throws -> Migrator {
        Migrator(
            try PostgresConfiguration(url: url), schema: schema,
            sources: sources.map { MigrationSource(name: $0, folder: $1) }, logger: Logger(label: "test"))
    }

    private func rows(_ url: String, _ sql: SQL) async throws -> [String] {
        let pool = PostgresPool(try PostgresConfiguration(url: url), size: 1, logger: Logger(label: "test"))
        let rows = try await pool.rows(sql, as: String.self)
        await pool.close()
        return rows
    }

    private func error(_ body: () async throws -> Void) async -> MigrationError? {
        do {
            try await body()
        } catch let error as MigrationError {
            return error
        } catch {
            Issue.record("\(error) was thrown")
        }
        return nil
    }

    private let first = ["0001_create.sql": "CREATE TABLE orders (id int);"]
    private let record: SQL = """
        SELECT source || ' ' || number || ' ' || name || ' ' || encode(checksum, 'hex')
        FROM shop.schema_migrations ORDER BY applied_at, number
        """

    @Test("files are applied once in order and recorded")
    func filesAreAppliedOnceInOrderAndRecorded() async throws {
        let files = first.merging([
            "0002_fill.sql": "INSERT INTO :schema.orders VALUES (7); ALTER TABLE orders ADD b int;"
        ]) { $1 }
        try await withDatabase { url in
            try await withFolder(files) { folder in
                let migrator = try migrator(url, [("inventory", folder)])
                #expect(
                    try await migrator.pending().map(\.description) == ["inventory/0001_create", "inventory/0002_fill"])
                try await migrator.migrate()
                try await migrator.migrate()
                try await migrator.verify()
                #expect(try await migrator.pending().isEmpty)
                // SHA-256 of the two texts, by `sha256sum`.
                #expect(
                    try await rows(url, record) == [
                        "inventory 1 create c9f984befdbfdcdfaaa3a00ff81e9622b30f896fa3344682a91e23749b9e8242",
                        "inventory 2 fill ebdc628f9c0ec5968d91244b34fbae7ed11c22c44e54d15301649dc16c22314d",
                    ])
                #expect(try await rows(url, "SELECT id::text FROM shop.orders") == ["7"])
            }
        }
    }

    @Test("several sources are applied in their order")
    func severalSourcesAreAppliedInTheirOrder() async throws {
        try await withDatabase { url in
            try await withFolder(["0001_inbox.sql": "CREATE TABLE inbox (id int)"]) { messaging in
                try await withFolder(["0001_orders.sql": "CREATE TABLE orders AS SELECT * FROM inbox"]) { inventory in
                    try await migrator(url, [("messaging", messaging), ("inventory", inventory)]).migrate()
                    #expect(
                        try await rows(url, "SELECT source FROM shop.schema_migrations ORDER BY applied_at")
                            == ["messaging", "inventory"])
                }
            }
        }
    }

    @Test("the schema's name is quoted and put in")
    func theSchemasNameIsQuotedAndPutIn() async throws {
        let text = """
            -- :schema and not ::schema nor :schemas
            CREATE TABLE :schema.a (n int DEFAULT '1'::int);
            SET LOCAL search_path = pg_catalog;
            INSERT INTO :schema.a VALUES (2);
            """
        try await withDatabase { url in
            try await withFolder(["0001_a.sql": text]) { folder in
                try await migrator(url, [("a", folder)], schema: "odd \"name").migrate()
                #expect(try await rows(url, "SELECT n::text FROM \(identifier: "odd \"name").a") == ["2"])
            }
        }
    }

    @Test("three instances at once apply each file once")
    func threeInstancesAtOnceApplyEachFileOnce() async throws {
        let files = Dictionary(
            uniqueKeysWithValues: (1...9).map { number in
                let before = number == 1 ? "CREATE TABLE log (n int);" : ""
                return ("000\(number)_step.sql", "\(before) INSERT INTO log VALUES (\(number)); SELECT pg_sleep(0.01);")
            })
        try await withDatabase { url in
            try await withFolder(files) { folder in
                try await withThrowingTaskGroup { group in
                    for _ in 1...3 { group.addTask { try await migrator(url, [("a", folder)]).migrate() } }
                    try await group.waitForAll()
                }
                #expect(try await rows(url, "SELECT n::text FROM shop.log ORDER BY n") == (1...9).map(String.init))
            }
        }
    }

    @Test("a file that fails leaves nothing behind")
    func aFileThatFailsLeavesNothingBehind() async throws {
        let files = first.merging(["0002_bad.sql": "CREATE TABLE half (n int); SELECT 1/0;"]) { $1 }
        try await withDatabase { url in
            try await withFolder(files) { folder in
                let migrator = try migrator(url, [("a", folder)])
                let error = await error { try await migrator.migrate() }
                guard case .failed("a/0002_bad", let reason) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                // 22012: division by zero
                #expect(reason.sqlState == "22012")
                #expect(try await migrator.pending().map(\.number) == [2])
                #expect(try await rows(url, "SELECT coalesce(to_regclass('shop.half')::text, 'gone')") == ["gone"])
                try Data("CREATE TABLE half (n int)".utf8).write(to: folder.appending(path: "0002_bad.sql"))
                try await migrator.migrate()
                try await migrator.verify()
            }
        }
    }

    @Test("a file may run outside a transaction")
    func aFileMayRunOutsideATransaction() async throws {
        let files = first.merging([
            "0002_index.sql": "-- no-transaction\nCREATE INDEX CONCURRENTLY orders_id ON :schema.orders (id)"
        ]) { $1 }
        try await withDatabase { url in
            try await withFolder(files) { folder in
                try await migrator(url, [("a", folder)]).migrate()
                #expect(
                    try await rows(url, "SELECT indexname::text FROM pg_indexes WHERE tablename = 'orders'") == [
                        "orders_id"
                    ])
            }
        }
    }

    @Test("a file that ends its transaction is an error")
    func aFileThatEndsItsTransactionIsAnError() async throws {
        try await withDatabase { url in
            try await withFolder(["0001_a.sql": "CREATE TABLE a (n int); COMMIT;"]) { folder in
                let error = await error { try await migrator(url, [("a", folder)]).migrate() }
                #expect(error == .endedTransaction(migration: "a/0001_a"))
            }
        }
    }

    @Test("a changed file is an error")
    func aChangedFileIsAnError() async throws {
        try await withDatabase { url in
            try await withFolder(first) { folder in
                let migrator = try migrator(url, [("a", folder)])
                try await migrator.migrate()
                try Data("CREATE TABLE orders (id bigint);".utf8).write(to: folder.appending(path: "0001_create.sql"))
                #expect(await error { try await migrator.migrate() } == .changed(migration: "a/0001_create"))
                #expect(await error { try await migrator.verify() } == .changed(migration: "a/0001_create"))
            }
        }
    }

    @Test("a schema that is behind does not verify and a newer one does")
    func aSchemaThatIsBehindDoesNotVerifyAndANewerOneDoes() async throws {
        let two = first.merging(["0002_more.sql": "CREATE TABLE more (n int)"]) { $1 }
        try await withDatabase { url in
            try await withFolder(first) { old in
                try await withFolder(two) { new in
                    #expect(
                        await error { try await migrator(url, [("a", old)]).verify() }
                            == .behind(schema: "shop", missing: ["a/0001_create"]))
                    try await migrator(url, [("a", old)]).migrate()
                    #expect(
                        await error { try await migrator(url, [("a", new)]).verify() }
                            == .behind(schema: "shop", missing: ["a/0002_more"]))
                    try await migrator(url, [("a", new)]).migrate()
                    try await migrator(url, [("a", old)]).verify()
                }
            }
        }
    }

    @Test("a step that was skipped is an error")
    func aStepThatWasSkippedIsAnError() async throws {
        let two = first.merging(["0002_more.sql": "CREATE TABLE more (n int)"]) { $1 }
        try await withDatabase { url in
            try await withFolder(two) { folder in
                let migrator = try migrator(url, [("a", folder)])
                try await migrator.migrate()
                _ = try await rows(url, "DELETE FROM shop.schema_migrations WHERE number = 1 RETURNING name")
                #expect(await error { try await migrator.migrate() } == .skipped(migration: "a/0001_create"))
            }
        }
    }

    @Test(
        "files that do not count from one are an error",
        arguments: [
            (["0001_a.sql", "0003_b.sql"], MigrationError.gap(source: "a", expected: 2, found: 3)),
            (["0002_a.sql"], .gap(source: "a", expected: 1, found: 2)),
            (["0001_a.sql", "0001_b.sql"], .gap(source: "a", expected: 2, found: 1)),
            (["create.sql"], .badFileName(source: "a", file: "create.sql")),
            (["0000_a.sql"], .badFileName(source: "a", file: "0000_a.sql")),
        ])
    func filesThatDoNotCountFromOneAreAnError(names: [String], expected: MigrationError) async throws {
        try await withFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, "SELECT 1") })) { folder in
            let migrator = try migrator("postgres://nobody@127.0.0.1:1/nothing", [("a", folder)])
            #expect(await error { try await migrator.migrate() } == expected)
        }
    }

    @Test("an instance that never ends does not hold others for ever")
    func anInstanceThatNeverEndsDoesNotHoldOthersForEver() async throws {
        try await withDatabase { url in
            try await withFolder(first) { folder in
                var migrator = try migrator(url, [("a", folder)])
                migrator.patience.forOthers = .milliseconds(100)
                let pool = PostgresPool(try PostgresConfiguration(url: url), size: 1, logger: Logger(label: "test"))
                try await pool.withConnection { [migrator] other in
                    try await other.run("SELECT pg_advisory_lock(hashtextextended('migrate shop', 0))")
                    let busy = await error { try await migrator.migrate() }
                    #expect(busy == .busy(schema: "shop", waited: .milliseconds(100)))
                }
                await pool.close()
                try await migrator.migrate()
            }
        }
    }

    @Test("a step waits for a table in turns")
    func aStepWaitsForATableInTurns() async throws {
        let files = first.merging(["0002_alter.sql": "ALTER TABLE orders ADD note text"]) { $1 }
        try await withDatabase { url in
            try await withFolder(files) { folder in
                var patient = try migrator(url, [("a", folder)])
                patient.patience.forTableLock = .milliseconds(20)
                patient.patience.attempts = 2
                try await withFolder(first) { try await migrator(url, [("a", $0)]).migrate() }
                let pool = PostgresPool(try PostgresConfiguration(url: url), size: 1, logger: Logger(label: "test"))
                try await pool.transaction { [patient] transaction in
                    try await transaction.run("SELECT * FROM shop.orders")
                    let failed = await error { try await patient.migrate() }
                    guard case .failed("a/0002_alter", let reason) = failed else {
                        Issue.record("\(String(describing: failed))")
                        return
                    }
                    #expect(reason.code == .lockNotAvailable)
                }
                await pool.close()
                try await patient.migrate()
            }
        }
    }
}
