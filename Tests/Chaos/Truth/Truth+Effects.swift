import Contracts
import Foundation
import PlatformKit

/// Stock, failures, and what is left over.
extension Truth {
    func stock(_ books: Books, _ finding: inout Finding) async throws {
        let rows = try await site.texts(
            """
            SELECT s.code, l.on_hand::text, l.reserved::text, l.held::text, coalesce(m.on_hand, 0)::text,
                coalesce(m.reserved, 0)::text, coalesce(n.reserved, 0)::text
            FROM inventory.levels l JOIN inventory.skus s USING (tenant_id, sku_id)
            LEFT JOIN LATERAL (
                SELECT sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM inventory.moves
                WHERE (sku_id, location_id) = (l.sku_id, l.location_id)) m ON true
            LEFT JOIN LATERAL (
                SELECT sum(reserved) AS reserved FROM inventory.needs
                WHERE (sku_id, location_id) = (l.sku_id, l.location_id)) n ON true
            """, columns: 7)
        for row in rows {
            let code = row[0]
            let units = row.dropFirst().map { Int($0) ?? 0 }
            let (onHand, reserved, held) = (units[0], units[1], units[2])
            if reserved + held > onHand { finding.oversold.append("\(code): \(reserved) of \(onHand) are reserved") }
            if units[3] != onHand || units[4] != reserved {
                finding.wrong.append("\(code): the ledger says \(units[3]) and \(units[4]), not \(onHand), \(reserved)")
            }
            if units[5] != reserved { finding.wrong.append("\(code): orders hold \(units[5]), not \(reserved)") }
            // Each unit that the channel sold is reserved or gone here, once.
            let free = books.available[code] ?? 0
            if free != onHand - reserved {
                finding.wrong.append("\(code): the channel would sell \(free), we \(onHand - reserved)")
            }
        }
        if books.mismatches > 0 { finding.wrong.append("the sandbox's own shelves do not add up") }
        let uncovered = try await site.number("SELECT sum(uncovered) FROM inventory.moves")
        if uncovered > 0 { finding.oversold.append("\(uncovered) units left that nobody had") }
    }

    /// What was broken on purpose, and the broker has taken, must be a failure of every lane that hears it.
    func keptFailures(_ finding: inout Finding) async throws {
        let broken = meddler.kept
        for schema in Post.schemas {
            let rows = try await site.texts("SELECT message_id::text, lane FROM \(schema).failures", columns: 2)
            let failed = Dictionary(grouping: rows, by: { $0[1] }).mapValues { Set($0.map { $0[0] }) }
            for lane in Topology.lanes where lane.exchange == .events && lane.queue.hasPrefix("\(schema).") {
                let missing = broken.filter { id, name in
                    lane.keys.contains(name) && failed[lane.queue]?.contains(id) != true
                }
                finding.lost += missing.map { "the broken \($0.value) \($0.key) is no failure of \(lane.queue)" }
            }
        }
    }

    func leftovers(_ finding: inout Finding) async throws {
        let held = meddler.held
        if held > 0 { finding.restless.append("\(held) copies are held back") }
        for schema in Post.schemas {
            for table in ["outbox", "deferred", "suspects"] {
                let rows = try await site.count("\(schema).\(table)")
                if rows > 0 { finding.restless.append("\(rows) rows in \(schema).\(table)") }
            }
            // Jobs that come again and again, or a long time from now, are no unrest.
            let jobs = try await site.texts(
                """
                SELECT kind, key, state, last_reason FROM \(schema).work
                WHERE every IS NULL AND state <> 'failed' AND due_at < now() + interval '30 seconds'
                    AND kind NOT IN ('label.refund', 'tracks.poll')
                """, columns: 4)
            finding.restless += jobs.map { "\(schema) has \($0[0]) \($0[1]) \($0[2]) \($0[3])" }
            try await failures(schema, &finding)
        }
        for queue in try await site.management.queues() where queue.ready + queue.unacknowledged > 0 {
            let count = queue.ready + queue.unacknowledged
            if queue.name.hasSuffix(".dead") {
                finding.lost.append("\(count) messages in \(queue.name)")
            } else {
                finding.restless.append("\(count) messages in \(queue.name)")
            }
        }
    }

    private func failures(_ schema: String, _ finding: inout Finding) async throws {
        let messages = try await site.texts(
            "SELECT message_id::text, type, cause, detail FROM \(schema).failures WHERE state = 'open'", columns: 4)
        // Asked for after the rows were read, since it grows.
        let broken = meddler.broken
        for row in messages where !broken.contains(row[0]) {
            finding.lost.append("\(schema) gave up \(row[1]): \(row[2]) (\(row[3].prefix(80)))")
        }
        let jobs = try await site.texts(
            "SELECT kind, key, last_reason, last_detail FROM \(schema).work WHERE state = 'failed'", columns: 4)
        finding.lost += jobs.map { "\(schema) gave up \($0[0]) \($0[1]): \($0[2]) (\($0[3].prefix(80)))" }
    }
}
