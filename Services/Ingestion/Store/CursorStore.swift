import Contracts
import Foundation
import Postgres

/// How far a search of a shop has come.
struct Cursor: PostgresRow, Hashable {
    /// What is read.
    enum Name: String, Sendable {
        case orders, backfill, cancellations, returns, catalogue, statements, payments
        case affiliate, affiliateReview = "affiliate.review"
        /// What is told of a shop as a whole.
        case facts
    }

    /// Everything that changed before this has been read.
    var readTo: Date
    /// Where a search that is under way goes on.
    var token: String?

    init(readTo: Date, token: String? = nil) {
        self.readTo = readTo
        self.token = token
    }

    init(row: inout RowReader) throws {
        readTo = try row.next()
        token = try row.next()
    }

    /// The cursor of a shop; nil before the first reading.
    static func find(
        _ name: Name, tenant: TenantID, shop: ShopID, _ client: some PostgresClient
    ) async throws -> Cursor? {
        try await client.first(
            """
            SELECT read_to, token FROM cursors
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND name = \(name.rawValue)
            """, as: Cursor.self)
    }

    /// Moves the cursor.
    func save(_ name: Name, tenant: TenantID, shop: ShopID, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO cursors (tenant_id, shop_id, name, read_to, token)
            VALUES (\(tenant.uuid), \(shop.uuid), \(name.rawValue), \(readTo), \(token as String?))
            ON CONFLICT (tenant_id, shop_id, name) DO UPDATE SET read_to = excluded.read_to, token = excluded.token
            """)
    }
}
