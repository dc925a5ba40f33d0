extension PostgresPool {
    /// Deletes the rows that a condition holds for, a page at a time and each page in a transaction of its own: however
    /// many there are, no statement takes long. Rows that somebody else has in hand are left for another time.
    /// Not of a partitioned table: rows are told by their places, and each partition has its own.
    ///
    /// - Parameters:
    ///   - page: The most rows of one transaction; few where rows are large.
    /// - Returns: How many rows were deleted.
    @discardableResult
    public func forget(_ table: String, where condition: SQL, page: Int = 1000) async throws -> Int {
        var forgotten = 0
        while true {
            let count = try await run(
                """
                DELETE FROM \(identifier: table) WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM \(identifier: table) WHERE \(condition) LIMIT \(page) FOR UPDATE SKIP LOCKED))
                """)
            forgotten += count
            if count < page { return forgotten }
        }
    }
}
