import Contracts
import Foundation
import Postgres

/// The rows of `heard`: how many messages have come of one cause.
enum HeardStore {
    /// Counts one more for each of these causes.
    static func add(_ causes: [UUID], _ pipeline: inout Pipeline) {
        let counts = Dictionary(causes.map { ($0, Int64(1)) }, uniquingKeysWith: +).sorted { $0.key.text < $1.key.text }
        guard !counts.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO heard (cause, messages) SELECT * FROM unnest(\(counts.map(\.key)), \(counts.map(\.value)))
                AS new (cause, messages) ORDER BY cause
            ON CONFLICT (cause) DO UPDATE SET messages = heard.messages + excluded.messages, heard_at = now()
            """)
    }

    /// How many have come of some causes.
    static func load(_ causes: [UUID], _ pipeline: inout Pipeline) -> () throws -> [UUID: Int] {
        let rows = pipeline.rows(
            "SELECT cause, messages FROM heard WHERE cause = ANY(\(causes))", as: (UUID, Int).self)
        return { Dictionary(try rows.get().map { ($0, $1) }) { first, _ in first } }
    }

    /// Forgets what nobody counts any more.
    static func forget(_ pipeline: inout Pipeline) {
        pipeline.run("DELETE FROM heard WHERE heard_at < now() - interval '1 day'")
    }
}
