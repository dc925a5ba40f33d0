/// Statements that travel together: one round trip, one synchronisation point.
///
/// The server runs them in order. After one that fails the rest is skipped; without ``begin()`` all of them are one
/// implicit transaction.
///
/// ```swift
/// var pipeline = Pipeline()
/// pipeline.begin()
/// let taken = pipeline.run("INSERT INTO inbox … ON CONFLICT DO NOTHING")
/// let orders = pipeline.rows("SELECT … FOR UPDATE", as: OrderRow.self)
/// try await connection.send(pipeline)
/// for order in try orders.get() { … }
/// ```
public struct Pipeline: Sendable {
    private(set) var statements: [Statement] = []

    /// No statements yet.
    public init() {}

    /// Whether there is nothing to send.
    public var isEmpty: Bool { statements.isEmpty }

    /// Adds a statement whose rows, if any, are of no interest. Answers how many rows it affected.
    @discardableResult
    public mutating func run(_ sql: SQL) -> Pending<Int> {
        add(sql) { $0.affectedRows }
    }

    /// Adds a statement and reads all its rows.
    public mutating func rows<Row: PostgresRow>(_ sql: SQL, as type: Row.Type = Row.self) -> Pending<[Row]> {
        rows(sql) { row in try Row(row: &row) }
    }

    /// Adds a statement of one column and reads all its values.
    public mutating func rows<Value: PostgresDecodable>(_ sql: SQL, as type: Value.Type) -> Pending<[Value]> {
        rows(sql) { row in try row.next(Value.self) }
    }

    /// Adds a statement and reads all its rows as tuples, as in `(UUID, String, Int?).self`.
    public mutating func rows<each Column: PostgresDecodable>(
        _ sql: SQL, as type: (repeat each Column).Type
    ) -> Pending<[(repeat each Column)]> {
        rows(sql) { row in (repeat try row.next((each Column).self)) }
    }

    /// Adds a statement and reads all its rows by a closure.
    public mutating func rows<Value: Sendable>(
        _ sql: SQL, _ decode: @escaping @Sendable (inout RowReader) throws -> Value
    ) -> Pending<[Value]> {
        add(sql) { result in
            var values: [Value] = []
            values.reserveCapacity(result.rowCount)
            for row in 0..<result.rowCount {
                var reader = RowReader(result: result, row: row)
                values.append(try decode(&reader))
            }
            return values
        }
    }

    private mutating func add<Value: Sendable>(
        _ sql: SQL, kind: Statement.Kind = .plain, _ decode: @escaping @Sendable (borrowing QueryResult) throws -> Value
    ) -> Pending<Value> {
        let slot = Slot<Value>()
        statements.append(Statement(sql: sql, kind: kind, receiver: Receiver(slot: slot, decode: decode)))
        return Pending(slot: slot)
    }
}

// MARK: - Transactions

extension Pipeline {
    /// Adds `BEGIN`; without an isolation level with the server's default.
    public mutating func begin(_ isolation: TransactionOptions.Isolation? = nil, isReadOnly: Bool = false) {
        var sql: SQL = "BEGIN"
        if let isolation { sql += " ISOLATION LEVEL \(unsafe: isolation.rawValue)" }
        if isReadOnly { sql += " READ ONLY" }
        _ = add(sql, kind: .begin) { _ in }
    }

    /// Adds `COMMIT`. The pipeline fails if the server rolls back instead, as it does after an earlier error.
    public mutating func commit() {
        _ = add("COMMIT", kind: .commit) { _ in }
    }

    /// Adds `ROLLBACK`.
    public mutating func rollback() {
        _ = add("ROLLBACK", kind: .plain) { _ in }
    }

    /// Adds another pipeline's statements behind this one's.
    public mutating func append(_ other: Pipeline) {
        statements += other.statements
    }
}
