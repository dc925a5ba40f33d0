import Contracts
import Messaging
import Postgres

/// A list that people leaf through, as one of them has asked for it.
protocol PagedList: Sendable {
    associatedtype Row: Sendable
    associatedtype End: PageEnd

    var page: Page<End> { get }
    /// Its rows behind ``page``'s beginning in the order of the list, one more than the page has.
    func rows(_ database: Transaction) async throws -> [Row]
    /// Where a page ends that ends with this row.
    static func end(_ row: Row) -> End
}

extension Desk {
    /// Reads one page of a list, and where the next one begins; refuses what makes no sense.
    func page<List: PagedList>(
        _ list: () throws(Obstacle) -> List
    ) async throws -> (rows: [List.Row], next: String?) {
        let list = try checked(list)
        return list.page.cut(try await read { try await list.rows($0) }, end: List.end)
    }
}

extension Page {
    /// Lines of several tenants in one order, one more than the page has. Each tenant's part of the index is read for
    /// itself, so that a page costs the same however many there are.
    ///
    /// - Parameters:
    ///   - selection: A query of the lines of `asked.tenant`.
    ///   - order: Columns of it.
    func lines(of tenants: [TenantID], _ selection: SQL, by order: SQL) -> SQL {
        """
        SELECT line.* FROM unnest(\(tenants.map(\.uuid))) AS asked (tenant) CROSS JOIN LATERAL (
            \(selection) ORDER BY \(order) LIMIT \(limit + 1)
        ) AS line ORDER BY \(order) LIMIT \(limit + 1)
        """
    }
}
