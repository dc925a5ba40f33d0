import Contracts
import Foundation
import Postgres

/// Levels as people see them: with names, threshold and buffer.
enum StockStore {
    /// Levels by code, then SKU and location.
    struct Query: PagedList {
        let tenants: [TenantID]
        /// Only SKUs whose code begins so, in upper or lower case.
        let search: String?
        let location: LocationID?
        /// Only SKUs of which little is left.
        let isLow: Bool
        let page: Page<LevelEnd>

        static func end(_ row: LevelRecord) -> LevelEnd {
            LevelEnd(code: row.code, sku: row.sku, location: row.location)
        }

        func rows(_ database: Transaction) async throws -> [LevelRecord] {
            let selection: SQL = "\(columns) WHERE \(conditions.joined(separator: " AND "))"
            return try await database.rows(
                page.lines(of: tenants, selection, by: "code_key, sku_id, location_id"), decode)
        }

        private var conditions: [SQL] {
            var conditions: [SQL] = ["s.tenant_id = asked.tenant"]
            if isLow { conditions.append("s.is_low") }
            if let location { conditions.append("l.location_id = \(location.uuid)") }
            if let search {
                // Every text that begins so lies between it and itself with the last character there is.
                conditions.append(
                    "s.code_key >= lower(\(search)) AND s.code_key < lower(\(search)) || \("\u{10FFFF}")")
            }
            if let end = page.after {
                conditions.append("s.code_key >= lower(\(end.code))")
                conditions.append(
                    """
                    (s.code_key, s.sku_id, l.location_id)
                        > (lower(\(end.code)), \(end.sku.uuid), \(end.location.uuid))
                    """)
            }
            return conditions
        }
    }

    /// One level.
    static func level(_ key: LevelKey, _ pipeline: inout Pipeline) -> Pending<[LevelRecord]> {
        pipeline.rows(
            """
            \(columns) WHERE s.tenant_id = \(key.tenant.uuid) AND s.sku_id = \(key.sku.uuid)
                AND l.location_id = \(key.location.uuid)
            """, decode)
    }

    private static let columns: SQL = """
        SELECT s.code_key, s.tenant_id, s.sku_id, s.code, \(title) AS title, l.location_id, o.name, l.on_hand,
            l.reserved, l.held,
            coalesce(s.buffer, t.buffer, 0) AS buffer, coalesce(s.threshold, t.threshold, 0) AS threshold, l.version,
            s.buffer AS own_buffer, s.threshold AS own_threshold
        FROM skus s
        JOIN levels l ON l.tenant_id = s.tenant_id AND l.sku_id = s.sku_id
        JOIN locations o ON o.tenant_id = l.tenant_id AND o.location_id = l.location_id
        LEFT JOIN settings t ON t.tenant_id = s.tenant_id
        """

    /// What people call a SKU; where it has no title, that of a listing that is one unit of it and nothing else.
    private static let title: SQL = """
        coalesce(nullif(s.title, ''), (
            SELECT g.title FROM components c JOIN listings g USING (tenant_id, shop_id, channel_sku)
            WHERE c.tenant_id = s.tenant_id AND c.sku_id = s.sku_id AND c.units = 1 AND g.title <> ''
                AND NOT EXISTS (SELECT FROM components other WHERE other.tenant_id = c.tenant_id
                    AND other.shop_id = c.shop_id AND other.channel_sku = c.channel_sku AND other.sku_id <> c.sku_id)
            ORDER BY g.is_active DESC, g.shop_id, g.channel_sku COLLATE "C" LIMIT 1), '')
        """

    @Sendable private static func decode(_ row: inout RowReader) throws -> LevelRecord {
        _ = try row.next(String.self)
        let key = (TenantID(try row.next(UUID.self)), SKUID(try row.next(UUID.self)))
        let (code, title) = try row.next((String, String).self)
        let location = (LocationID(try row.next(UUID.self)), try row.next(String.self))
        let (onHand, reserved, held) = try row.next((Int, Int, Int).self)
        let (buffer, threshold, version) = try row.next((Int, Int, Int64).self)
        let (ownBuffer, ownThreshold) = try row.next((Int?, Int?).self)
        let level = Level(code: code, onHand: onHand, reserved: reserved, held: held, buffer: buffer)
        return LevelRecord(
            tenant: key.0, sku: key.1, code: code, title: title, location: location.0, locationName: location.1,
            onHand: onHand, reserved: reserved, held: held, buffer: buffer, available: level.available,
            threshold: threshold, version: version, ownBuffer: ownBuffer, ownThreshold: ownThreshold)
    }
}
