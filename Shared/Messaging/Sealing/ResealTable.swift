import Postgres

/// The rows of one table, or of one partition, whose values lie under older keys. Rows are known by where they lie: not
/// every table has a key of its own, and none of them moves while it is locked.
struct ResealTable {
    /// One value.
    struct Row: PostgresRow {
        /// Block and line.
        let place: String
        let facts: [String]
        let sealed: Vault.Sealed

        init(row: inout RowReader) throws {
            place = try row.next()
            facts = try row.next()
            sealed = Vault.Sealed(bytes: try row.next(), key: try row.next())
        }
    }

    private let name: String
    private let column: SealedColumn

    init(_ name: String, _ column: SealedColumn) {
        self.name = name
        self.column = column
    }

    /// Locks and reads what lies in some blocks, but for what somebody else has locked.
    func take(_ from: Int64, _ to: Int64, _ transaction: Transaction) async throws -> [Row] {
        let (first, end) = ("(\(from),0)", "(\(to),0)")
        // The facts are expressions of our own code; names are quoted.
        return try await transaction.rows(
            """
            SELECT ctid::text, ARRAY[\(unsafe: column.facts.joined(separator: ", "))]::text[],
                \(identifier: column.bytes), \(identifier: column.key)
            FROM ONLY \(identifier: name)
            WHERE ctid >= \(first)::tid AND ctid < \(end)::tid
                AND \(identifier: column.key) <> \(column.vault.sealingKey)
                AND octet_length(\(identifier: column.bytes)) > 0
            FOR UPDATE SKIP LOCKED
            """, as: Row.self)
    }

    /// Writes values under their new key where the old one still lies; answers how many.
    func put(
        _ changes: [(row: Row, sealed: Vault.Sealed)], _ transaction: Transaction
    ) async throws -> Int {
        try await transaction.run(
            """
            UPDATE ONLY \(identifier: name) AS t
            SET \(identifier: column.bytes) = new.bytes, \(identifier: column.key) = new.key
            FROM unnest(\(changes.map(\.row.place))::text[], \(changes.map(\.sealed.bytes)),
                \(changes.map(\.sealed.key)), \(changes.map(\.row.sealed.key))) AS new (place, bytes, key, old)
            WHERE t.ctid = new.place::tid AND t.\(identifier: column.key) = new.old
            """)
    }
}
