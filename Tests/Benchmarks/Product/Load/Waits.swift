import Contracts
import Foundation
import PlatformKit

/// How long orders waited from the webhook until their units were reserved.
struct Waits: Sendable, Equatable {
    /// One order; times are seconds since 1970.
    struct Wait: Sendable, Equatable {
        /// When it was sold on the channel.
        let sold: Double
        /// When the webhook that led to it reached the gateway; where the poll found the order first, the sale.
        let rung: Double
        /// When the webhook was kept and had become work; nil where the poll was first.
        let kept: Double?
        /// When the order, read at the channel, was stored.
        let read: Double
        /// When the reservation was committed.
        let reserved: Double

        /// From the webhook until the reservation.
        var whole: Double { reserved - rung }
    }

    /// In the order of the sales.
    let all: [Wait]

    /// From the webhook until the reservation.
    var whole: [Double] { all.map(\.whole) }
    /// From the webhook until it had become work: the lane of webhooks.
    var lane: [Double] { all.compactMap { wait in wait.kept.map { $0 - wait.rung } } }
    /// From then until the order was stored: the queue of work, and the call at the channel.
    var work: [Double] { all.compactMap { wait in wait.kept.map { wait.read - $0 } } }
    /// From then until the reservation: the lane of orders.
    var stock: [Double] { all.map { $0.reserved - $0.read } }
    /// From the sale on the channel until the reservation.
    var sinceSale: [Double] { all.map { $0.reserved - $0.sold } }
    /// How many orders the poll found first.
    var polled: Int { all.count { $0.kept == nil } }

    /// The longest, a line each.
    ///
    /// - Parameter start: From when it is told how late they came.
    func longest(_ most: Int = 5, since start: Date) -> [String] {
        all.sorted { $0.whole > $1.whole }.prefix(most).map { wait in
            let stages = [
                wait.kept.map { $0 - wait.rung }, wait.kept.map { wait.read - $0 }, wait.reserved - wait.read,
            ]
            let words = stages.map { $0.map { String(format: "%.2f", $0) } ?? "–" }.joined(separator: " + ")
            let late = wait.rung - start.timeIntervalSince1970
            return String(format: "  %.2f s = \(words), rung after %.1f s", wait.whole, late)
        }
    }
}

extension Waits {
    /// One order as the database has it.
    struct Row: Sendable, Equatable {
        /// The channel's id.
        let order: String
        /// Of our own id, which is as old as the webhook that led to reading the order.
        let rung: Double
        /// Who brought it first.
        let source: String
        let kept: Double?
        let read: Double
        let reserved: Double
    }

    /// Of orders by the channel's ids, and when they were sold; those that are not reserved yet are left out.
    static func of(_ sales: [String: Date], on platform: Platform) async throws -> Waits {
        let rows = try await platform.texts(
            """
            SELECT o.channel_order, o.id::text, e.source, extract(epoch FROM bell.at)::text,
                extract(epoch FROM pg_xact_commit_timestamp(e.xmin))::text,
                extract(epoch FROM pg_xact_commit_timestamp(first.xid))::text
            FROM ingestion.orders o JOIN ingestion.order_events e
                ON (e.tenant_id, e.order_id) = (o.tenant_id, o.id) AND e.version = 1
            CROSS JOIN LATERAL (
                SELECT m.xmin AS xid FROM inventory.moves m
                WHERE (m.tenant_id, m.order_id) = (o.tenant_id, o.id) AND m.kind = 'reserved'
                ORDER BY m.move_id LIMIT 1) AS first
            CROSS JOIN LATERAL (
                SELECT to_timestamp(('x' || left(replace(o.id::text, '-', ''), 12))::bit(48)::bigint / 1000.0) AS rung
            ) AS id
            LEFT JOIN LATERAL (
                SELECT pg_xact_commit_timestamp(w.xmin) AS at FROM ingestion.webhooks w
                WHERE w.tenant_id = o.tenant_id
                    AND w.received_at BETWEEN id.rung - interval '0.5 ms' AND id.rung + interval '0.5 ms' LIMIT 1
            ) AS bell ON true
            WHERE o.first_seen_at >= to_timestamp(\((sales.values.min() ?? Date()).timeIntervalSince1970 - 60))
            """, columns: 6)
        return Waits(rows.compactMap(Row.init), sales: sales.mapValues(\.timeIntervalSince1970))
    }

    /// - Parameter sales: Seconds since 1970, by the channel's ids; rows of other orders are left out.
    init(_ rows: [Row], sales: [String: Double]) {
        all = rows.compactMap { row in
            sales[row.order].map { sold in
                let isRung = row.source == "webhook"
                return Wait(
                    sold: sold, rung: isRung ? row.rung : sold, kept: isRung ? row.kept : nil, read: row.read,
                    reserved: row.reserved)
            }
        }.sorted { $0.sold < $1.sold }
    }
}

extension Waits.Row {
    /// Reads a row of texts; nil where one of them cannot be read.
    init?(_ texts: [String]) {
        guard texts.count == 6, let rung = UUID(uuidString: texts[1])?.v7Instant, let read = Double(texts[4]),
            let reserved = Double(texts[5])
        else { return nil }
        self.init(
            order: texts[0], rung: rung.timeIntervalSince1970, source: texts[2], kept: Double(texts[3]), read: read,
            reserved: reserved)
    }
}
