/// What can run statements: a pool, a connection of it, or a transaction. A store that takes one works with all.
public protocol PostgresClient: Sendable {
    /// Sends a pipeline and takes its answers. Without a deadline the configuration's own holds.
    func send(_ pipeline: Pipeline, deadline: ContinuousClock.Instant?) async throws(PostgresError)
}

extension PostgresClient {
    /// Sends a pipeline and takes its answers, within the configuration's deadline.
    public func send(_ pipeline: Pipeline) async throws(PostgresError) {
        try await send(pipeline, deadline: nil)
    }

    /// Runs one statement and returns how many rows it affected.
    @discardableResult
    public func run(_ sql: SQL) async throws -> Int {
        var pipeline = Pipeline()
        let affected = pipeline.run(sql)
        try await send(pipeline)
        return try affected.get()
    }

    /// Runs one statement and returns all its rows; give it a `LIMIT`.
    public func rows<Row: PostgresRow>(_ sql: SQL, as type: Row.Type = Row.self) async throws -> [Row] {
        var pipeline = Pipeline()
        let rows = pipeline.rows(sql, as: type)
        try await send(pipeline)
        return try rows.get()
    }

    /// Runs one statement of one column and returns its values.
    public func rows<Value: PostgresDecodable>(_ sql: SQL, as type: Value.Type) async throws -> [Value] {
        try await rows(sql) { row in try row.next(Value.self) }
    }

    /// Runs one statement and returns all its rows as tuples, as in `(UUID, String, Int?).self`.
    public func rows<each Column: PostgresDecodable>(
        _ sql: SQL, as type: (repeat each Column).Type
    ) async throws -> [(repeat each Column)] {
        var pipeline = Pipeline()
        let rows = pipeline.rows(sql, as: type)
        try await send(pipeline)
        return try rows.get()
    }

    /// Runs one statement and reads all its rows by a closure.
    public func rows<Value: Sendable>(
        _ sql: SQL, _ decode: @escaping @Sendable (inout RowReader) throws -> Value
    ) async throws -> [Value] {
        var pipeline = Pipeline()
        let rows = pipeline.rows(sql, decode)
        try await send(pipeline)
        return try rows.get()
    }

    /// Runs one statement and returns its first row, nil if it has none.
    public func first<Row: PostgresRow>(_ sql: SQL, as type: Row.Type = Row.self) async throws -> Row? {
        try await rows(sql, as: type).first
    }

    /// Runs one statement of one column and returns the first row's value, nil if there is no row.
    public func first<Value: PostgresDecodable>(_ sql: SQL, as type: Value.Type) async throws -> Value? {
        try await rows(sql, as: type).first
    }

    /// Runs one statement and returns its first row as a tuple, nil if it has none.
    public func first<each Column: PostgresDecodable>(
        _ sql: SQL, as type: (repeat each Column).Type
    ) async throws -> (repeat each Column)? {
        try await rows(sql, as: type).first
    }
}
