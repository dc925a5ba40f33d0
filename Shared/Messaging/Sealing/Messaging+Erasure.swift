public import Contracts
public import Postgres

extension Messaging {
    /// How long the body of a failure that tells of a person is kept at most, whosever it is.
    static let personalMemory = 90.0 * 86_400

    /// Erases what failed, waiting and unsent messages hold of orders' buyers. The rows of failures stay, with their
    /// reasons; what was emptied is not run again.
    ///
    /// Call it in the transaction that erases the buyer elsewhere; a statement of one's own may call the function
    /// `erase_messages(tenants, names)` likewise.
    ///
    /// - Parameter names: Of the orders: our ids as text, and the channel's.
    public static func erase(_ names: [String], of tenant: TenantID, _ pipeline: inout Pipeline) {
        guard !names.isEmpty else { return }
        pipeline.run("SELECT erase_messages(\(names.map { _ in tenant.uuid }), \(names))")
    }

    /// Empties sealed bodies that nobody has come for: not all of them name an order by which they could be found.
    static func eraseOld(_ database: PostgresPool) async throws {
        try await database.run(
            """
            UPDATE failures SET body = '', sealed_key = NULL, erased_at = now()
            WHERE sealed_key IS NOT NULL AND first_at < now() - make_interval(secs => \(personalMemory))
            """)
    }
}
