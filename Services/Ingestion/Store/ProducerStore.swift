import Contracts
import Foundation
import Postgres

/// Outside producers: whom they may speak for, and which ids their messages got.
enum ProducerStore {
    /// What these users may speak for.
    static func grants(of users: [String], _ pipeline: inout Pipeline) -> Pending<[Grant]> {
        pipeline.rows("SELECT user_name, tenant_id, shop_id FROM producers WHERE user_name = ANY(\(users))") { row in
            Grant(
                user: try row.next(), tenant: TenantID(try row.next(UUID.self)),
                shop: try row.next(UUID?.self).map { ShopID($0) })
        }
    }

    /// The brand that the user `sender` speaks for, if it is one alone: who speaks for several speaks, where a message
    /// cannot be read, for nobody in particular.
    static let onlyTenant: SQL = """
        (SELECT min(tenant_id::text)::uuid FROM producers WHERE user_name = sender HAVING count(DISTINCT tenant_id) = 1)
        """

    /// A message of a producer's by its own id.
    struct ForeignID: Hashable, Comparable, Sendable {
        let producer: String
        let id: String

        static func < (left: Self, right: Self) -> Bool { (left.producer, left.id) < (right.producer, right.id) }
    }

    /// Which of these messages have been handled before.
    static func known(_ messages: [ForeignID], _ pipeline: inout Pipeline) -> Pending<[ForeignID]> {
        pipeline.rows(
            """
            SELECT producer, foreign_id FROM producer_messages WHERE (producer, foreign_id) IN
                (SELECT * FROM unnest(\(messages.map(\.producer)), \(messages.map(\.id))))
            """
        ) { row in ForeignID(producer: try row.next(), id: try row.next()) }
    }

    /// Remembers messages under the ids that they got.
    static func save(_ messages: [ForeignID: UUID], _ pipeline: inout Pipeline) {
        guard !messages.isEmpty else { return }
        let messages = messages.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO producer_messages (producer, foreign_id, message_id)
            SELECT * FROM unnest(\(messages.map(\.key.producer)), \(messages.map(\.key.id)), \(messages.map(\.value)))
            ON CONFLICT DO NOTHING
            """)
    }
}
