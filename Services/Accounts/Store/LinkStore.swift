import Contracts
import Foundation
import Postgres

/// Links between people and accounts.
enum LinkStore {
    private static let mostListed = 500

    /// A link that the caller may see, locked until the end of the transaction; nil when there is none.
    static func lock(_ link: LinkID, _ database: Transaction) async throws -> SubjectLink? {
        try await database.first("\(columns) WHERE link_id = \(link.uuid) FOR UPDATE", as: LinkRow.self)?.link
    }

    /// The link of an account that a brand has offered a person, locked; nil when there is none.
    static func lock(_ wanted: LinkOffer, by brand: TenantID, _ database: Transaction) async throws -> SubjectLink? {
        try await database.first(
            """
            \(columns) WHERE tenant_id = \(wanted.subject.uuid) AND brand_id = \(brand.uuid)
                AND account_id = \(wanted.account.uuid) FOR UPDATE
            """, as: LinkRow.self)?.link
    }

    /// Writes a new link.
    static func insert(_ link: SubjectLink, _ database: Transaction) async throws {
        try await database.run(
            """
            INSERT INTO links (tenant_id, link_id, brand_id, account_id, kind, state, version, changed_at)
            VALUES (\(link.subject.uuid), \(link.link.uuid), \(link.brand.uuid), \(link.account.uuid),
                \(link.kind.rawValue), \(link.state.rawValue), \(Int32(link.version)), \(link.changedAt.date))
            """)
    }

    /// Writes a link as it is now.
    static func update(_ link: SubjectLink, _ database: Transaction) async throws {
        try await database.run(
            """
            UPDATE links SET state = \(link.state.rawValue), kind = \(link.kind.rawValue),
                version = \(Int32(link.version)), changed_at = \(link.changedAt.date) WHERE link_id = \(link.link.uuid)
            """)
    }

    /// Those that the caller may see, last changed first.
    static func list(_ database: Transaction) async throws -> [SubjectLink] {
        try await database.rows(
            "\(columns) ORDER BY changed_at DESC, link_id LIMIT \(mostListed)", as: LinkRow.self
        ).map(\.link)
    }

    private static let columns: SQL = """
        SELECT link_id, tenant_id, brand_id, account_id, kind, state, version, changed_at FROM links
        """
}

/// A row of `links`.
private struct LinkRow: PostgresRow {
    let link: SubjectLink

    init(row: inout RowReader) throws {
        let (id, subject, brand, account) = try row.next((UUID, UUID, UUID, UUID).self)
        link = SubjectLink(
            link: LinkID(id), subject: TenantID(subject), brand: TenantID(brand), account: AccountID(account),
            kind: try row.word(), state: try row.word(), version: Int(try row.next(Int32.self)),
            changedAt: Instant(nearest: try row.next(Date.self)))
    }
}
