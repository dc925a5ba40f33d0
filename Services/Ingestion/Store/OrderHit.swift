import Contracts
import Foundation
import Postgres

/// An order whose id begins as somebody has typed.
///
/// What is typed may fit one order or all of them, and a plan that is kept for both goes through all that fit before it
/// tells the newest. So the search looks first whether they are few. Few are looked up one by one; of many the newest
/// are met soon when orders are gone through from the newest on. Where a thousand and more fit and all are old, that
/// goes through all that came since: whoever types one digit more meets few.
struct OrderHit: PostgresRow {
    let tenant: UUID
    let order: UUID

    /// So many are looked up one by one: a look into an index each, a few milliseconds in all.
    static let few = 1000

    init(row: inout RowReader) throws {
        (tenant, order) = try row.next((UUID, UUID).self)
    }

    /// Orders that begin so; all of them if there are few, else a few more than that.
    static func some(
        of prefix: IDPrefix, _ tenants: [TenantID], _ database: Transaction
    ) async throws -> [OrderHit] {
        try await database.rows(
            """
            SELECT hit.* FROM unnest(\(tenants.map(\.uuid))) AS asked (tenant)
            CROSS JOIN LATERAL (\(found(prefix))) AS hit LIMIT \(few + 1)
            """, as: OrderHit.self)
    }

    /// Ranges and no LIKE: that would keep row level security from using an index.
    private static func found(_ prefix: IDPrefix) -> SQL {
        let (from, below) = prefix.channel
        let channels: SQL = """
            (SELECT tenant_id, id FROM orders WHERE tenant_id = asked.tenant
                AND channel_order ~>=~ \(from) AND channel_order ~<~ \(below) LIMIT \(few + 1))
            """
        guard let (first, last) = prefix.ours else { return channels }
        return """
            \(channels) UNION
            (SELECT tenant_id, id FROM orders WHERE tenant_id = asked.tenant
                AND id BETWEEN \(first) AND \(last) LIMIT \(few + 1))
            """
    }

    /// The condition that an order's id begins so, for orders that are gone through.
    static func begins(with prefix: IDPrefix) -> SQL {
        let channels: SQL = "starts_with(channel_order, \(prefix.channel.from))"
        guard let (first, last) = prefix.ours else { return channels }
        return "(\(channels) OR id BETWEEN \(first) AND \(last))"
    }
}
