import Postgres

extension Messaging {
    /// How long the body of a failure that tells of a person is kept at most, whosever it is.
    static let personalMemory = 90.0 * 86_400

    /// Empties sealed bodies that nobody has come for: not all of them name an order by which they could be found.
    static func eraseOld(_ database: PostgresPool) async throws {
        try await database.run(
            """
            UPDATE failures SET body = '', sealed_key = NULL, erased_at = now()
            WHERE sealed_key IS NOT NULL AND first_at < now() - make_interval(secs => \(personalMemory))
            """)
    }
}
