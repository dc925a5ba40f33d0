import Postgres

/// Purchases that nobody here knows any more, after a restore, and that a person has left as they are. They are neither
/// given back nor told as differences; one that a shipment has come to own is not among them.
enum LeftPurchases {
    /// Which of these are left alone.
    static func among(_ transactions: [String], _ database: PostgresPool) async throws -> Set<String> {
        guard !transactions.isEmpty else { return [] }
        return Set(
            try await database.rows(
                """
                SELECT transaction_id FROM purchases_left_alone AS p WHERE transaction_id = ANY(\(transactions))
                    AND NOT EXISTS (SELECT FROM shipments AS s WHERE s.transaction_id = p.transaction_id)
                """, as: String.self))
    }
}
