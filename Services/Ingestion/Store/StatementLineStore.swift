import Contracts
import Foundation
import Postgres

/// What stands on statements.
enum StatementLineStore {
    /// A line with what was received of it.
    struct Entry: Sendable {
        let line: StatementLine
        let received: JSON
    }

    /// Forgets what stands on a statement: it is read from the beginning.
    static func clear(_ statement: String, tenant: TenantID, shop: ShopID, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            DELETE FROM statement_lines
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_statement = \(statement)
            """)
    }

    /// Writes a page of lines; one that came before is written over.
    static func save(
        _ entries: [Entry], of statement: String, tenant: TenantID, shop: ShopID, _ pipeline: inout Pipeline
    ) throws {
        let byID = Dictionary(entries.map { ($0.line.channelTransaction, $0) }) { _, later in later }
        let unique = byID.sorted { $0.key < $1.key }.map(\.value)
        guard !unique.isEmpty else { return }
        let lines = unique.map(\.line)
        pipeline.run(
            """
            INSERT INTO statement_lines (tenant_id, shop_id, channel_statement, channel_transaction, kind,
                channel_kind, channel_order, settlement, revenue, fees, received)
            SELECT \(tenant.uuid), \(shop.uuid), \(statement), new.*
            FROM unnest(\(lines.map(\.channelTransaction)), \(lines.map(\.kind.rawValue)),
                \(lines.map(\.channelKind)), \(lines.map(\.channelOrder)), \(lines.map(\.settlement)),
                \(lines.map(\.revenue)), \(try lines.map { try JSON(encoding: $0.fees) }),
                \(unique.map(\.received))) AS new
            ON CONFLICT (tenant_id, shop_id, channel_statement, channel_transaction) DO UPDATE SET
                kind = excluded.kind, channel_kind = excluded.channel_kind, channel_order = excluded.channel_order,
                settlement = excluded.settlement, revenue = excluded.revenue, fees = excluded.fees,
                received = excluded.received
            """)
    }

    /// What stands on a statement, added up by kind: as many rows as there are kinds, however many orders.
    static func sums(
        of statement: String, tenant: TenantID, shop: ShopID, _ transaction: Transaction
    ) async throws -> [SettlementChanged.Line] {
        let named: SQL = """
            tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND channel_statement = \(statement)
            """
        let kinds = try await transaction.rows(
            """
            SELECT kind, channel_kind, count(*), sum(settlement)::bigint, sum(revenue)::bigint FROM statement_lines
            WHERE \(named) GROUP BY kind, channel_kind ORDER BY kind, channel_kind
            """, as: (String, String, Int, Int64, Int64).self)
        let fees = try await transaction.rows(
            """
            SELECT channel_kind, fee.key, sum(fee.value::bigint)::bigint
            FROM statement_lines, jsonb_each_text(fees) AS fee WHERE \(named) GROUP BY 1, 2
            """, as: (String, String, Int64).self)
        let byKind = fees.reduce(into: [String: [String: Int64]]()) { $0[$1.0, default: [:]][$1.1] = $1.2 }
        return kinds.map { kind, word, count, settlement, revenue in
            SettlementChanged.Line(
                kind: .init(rawValue: kind) ?? .adjustment, channelKind: word, transactions: count,
                settlement: settlement, revenue: revenue, fees: byKind[word] ?? [:])
        }
    }
}
