public import Postgres

/// Seals under the newest keys what older ones have sealed, so that those can be taken away.
///
/// What is still to do is read from the rows themselves: a run that was interrupted leaves every row under one key or
/// the other, and the next run goes on. A row is locked while it is sealed anew and written only as it was read, so
/// nothing that somebody writes at the same time is lost. Tables are walked a few blocks at a time, each in a
/// transaction of its own; a row that somebody has locked is passed over and taken in the next round.
public struct KeyRotation: Sendable {
    /// How many values of a column lie under a key.
    public struct Count: Sendable, Hashable {
        /// `table.column`.
        public let column: String
        /// The key's name.
        public let key: String
        /// Whether it is the one that seals now.
        public let isCurrent: Bool
        /// Values under it.
        public let values: Int
    }

    /// How far a run is.
    public struct Progress: Sendable, Hashable {
        /// `table.column`.
        public let column: String
        /// Values that were sealed anew so far, of all columns.
        public let done: Int
        /// Values under older keys when the run began, of all columns.
        public let all: Int
    }

    private let database: PostgresPool
    private let columns: [SealedColumn]
    private let blocks: Int
    /// Rounds over a table before what is left is told instead: rows that stay locked, or open with no key.
    private static let mostRounds = 5

    /// - Parameter blocks: Blocks of a table (8 KiB) that one transaction reads.
    public init(_ database: PostgresPool, _ columns: [SealedColumn], blocks: Int = 64) {
        self.database = database
        self.columns = columns
        self.blocks = max(1, blocks)
    }

    /// Gives the database's connections back; nothing works after it.
    public func close() async { await database.close() }

    /// How many values lie under which key.
    public func counts() async throws -> [Count] {
        var counts: [Count] = []
        for column in columns {
            let found = try await database.rows(
                """
                SELECT \(identifier: column.key), count(*) FROM \(identifier: column.table)
                WHERE \(identifier: column.key) IS NOT NULL AND octet_length(\(identifier: column.bytes)) > 0
                GROUP BY 1 ORDER BY 1
                """, as: (String, Int).self)
            counts += found.map { key, count in
                Count(column: column.name, key: key, isCurrent: key == column.vault.sealingKey, values: count)
            }
        }
        return counts
    }

    /// Seals anew until nothing is left that can be.
    ///
    /// - Parameter progress: Hears how far it is after each transaction; what it throws ends the run.
    /// - Returns: What lies under older keys all the same.
    public func run(_ progress: (Progress) throws -> Void = { _ in }) async throws -> [Count] {
        let all = try await counts().filter { !$0.isCurrent }.reduce(0) { $0 + $1.values }
        var done = 0
        for column in columns {
            for _ in 0..<Self.mostRounds {
                let sealed = try await round(column) { part in
                    done += part
                    try progress(Progress(column: column.name, done: done, all: all))
                }
                if sealed == 0 { break }
            }
        }
        return try await counts().filter { !$0.isCurrent }
    }

    /// Walks a column's table once; answers how many values it has sealed anew.
    private func round(_ column: SealedColumn, _ told: (Int) throws -> Void) async throws -> Int {
        var sealed = 0
        for leaf in try await leaves(of: column.table) {
            var block: Int64 = 0
            while block < leaf.blocks {
                let end = block + Int64(blocks)
                let part = try await sealAnew(column, ResealTable(leaf.name, column), from: block, to: end)
                sealed += part
                if part > 0 { try told(part) }
                block = end
            }
        }
        return sealed
    }

    /// The table, or its partitions, with their sizes in blocks.
    private func leaves(of table: String) async throws -> [(name: String, blocks: Int64)] {
        try await database.rows(
            """
            SELECT relname::text, pg_relation_size(oid) / current_setting('block_size')::bigint FROM pg_class
            WHERE relkind = 'r' AND (oid = to_regclass(\(table))
                OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = to_regclass(\(table))))
            ORDER BY 1
            """, as: (String, Int64).self
        ).map { (name: $0.0, blocks: $0.1) }
    }

    private func sealAnew(
        _ column: SealedColumn, _ table: ResealTable, from: Int64, to: Int64
    ) async throws -> Int {
        do {
            return try await sealAnewAtOnce(column, table, from: from, to: to)
        } catch let error as PostgresError where error.sqlState == Self.undefinedTable {
            // A partition whose days were over meanwhile: with it went what was sealed there.
            return 0
        }
    }

    private static let undefinedTable = "42P01"

    private func sealAnewAtOnce(
        _ column: SealedColumn, _ table: ResealTable, from: Int64, to: Int64
    ) async throws -> Int {
        try await database.transaction { transaction in
            let rows = try await table.take(from, to, transaction)
            let changes = rows.compactMap { row -> (row: ResealTable.Row, sealed: Vault.Sealed)? in
                // What does not open stays as it is, and is counted at the end.
                guard let place = column.place(row.facts),
                    let plain = try? column.vault.open(row.sealed, for: place),
                    let sealed = try? column.vault.seal(plain, for: place)
                else { return nil }
                return (row, sealed)
            }
            return changes.isEmpty ? 0 : try await table.put(changes, transaction)
        }
    }
}
