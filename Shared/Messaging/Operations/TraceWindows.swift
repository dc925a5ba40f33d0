import Contracts
import Foundation
import Postgres

/// What was told of an order around moments. `told` has no index by journey, which every message would pay for: it is
/// read by its own key, time.
enum TraceWindows {
    /// How far from a moment a message counts, in milliseconds: what happens in a transaction bears its beginning's
    /// time, or that of the decision in it.
    private static let reach: Int64 = 2000

    /// The spans of time around moments, those that touch put together, oldest first.
    static func around(_ moments: [Instant]) -> [Range<Int64>] {
        moments.map(\.milliseconds).sorted().reduce(into: []) { spans, moment in
            let span = (moment - reach)..<(moment + reach + 1)
            if let last = spans.last, span.lowerBound <= last.upperBound {
                spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                spans.append(span)
            }
        }
    }

    /// Messages of the order that were told in those spans.
    static func sent(
        of order: OrderID, around moments: [Instant], by service: String, limit: Int, _ database: PostgresPool
    ) async throws -> [TracedMessage] {
        let spans = around(moments)
        guard !spans.isEmpty else { return [] }
        return try await database.rows(
            """
            SELECT t.id, t.type, t.told_at, t.causation
            FROM unnest(\(spans.map(\.lowerBound)), \(spans.map(\.upperBound))) AS span (since, before)
            CROSS JOIN LATERAL (
                SELECT id, type, told_at, causation FROM told
                WHERE told_at >= timestamptz 'epoch' + span.since * interval '1 millisecond'
                    AND told_at < timestamptz 'epoch' + span.before * interval '1 millisecond'
                    AND correlation = \(order.description)) AS t
            ORDER BY t.told_at, t.id LIMIT \(limit)
            """, as: (UUID, String, Date, UUID?).self
        ).map { id, type, at, causation in
            TracedMessage(
                message: MessageID(id), name: type, service: service, at: Instant(nearest: at),
                causation: causation.map { MessageID($0) })
        }
    }
}
