import Contracts
import Foundation
import Postgres

/// What is told once more.
enum TellingStore {
    /// The known ones among these, locked.
    static func lock(_ keys: [Telling.Key], _ pipeline: inout Pipeline) -> Pending<[Telling]> {
        let keys = Set(keys).sorted()
        return pipeline.rows(
            """
            SELECT \(columns) FROM tellings WHERE (tenant_id, account_id, telling_id) IN (
                SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.account.uuid)), \(keys.map(\.id))))
            ORDER BY tenant_id, account_id, telling_id FOR UPDATE
            """
        ) { row in try Telling(row: &row) }
    }

    /// One, locked.
    static func lock(_ key: Telling.Key, _ transaction: Transaction) async throws -> Telling? {
        var pipeline = Pipeline()
        let found = lock([key], &pipeline)
        let rest = pipeline
        try await transaction.send(rest)
        return try found.get().first
    }

    /// Which of these accounts are their tenants', whatever has become of them since.
    static func owned(
        _ keys: [Telling.Key], _ pipeline: inout Pipeline
    ) -> () throws -> Set<AccountKey> {
        let keys = Set(keys).sorted()
        let named: SQL = """
            SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.account.uuid)))
            """
        let rows = pipeline.rows(
            """
            SELECT tenant_id, shop_id FROM connections WHERE (tenant_id, shop_id) IN (\(named))
            UNION
            SELECT tenant_id, id FROM read_grants WHERE (tenant_id, id) IN (\(named))
            """, as: (UUID, UUID).self)
        return { Set(try rows.get().map { AccountKey(tenant: TenantID($0), account: AccountID($1)) }) }
    }

    /// Writes tellings as they stand.
    static func save(_ tellings: [Telling], _ pipeline: inout Pipeline) {
        guard !tellings.isEmpty else { return }
        let rows = tellings.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO tellings (\(columns))
            SELECT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.account.uuid)),
                \(rows.map(\.key.id)), \(rows.map { Int64($0.version) }), \(rows.map(\.since.date)),
                \(rows.map(\.state.rawValue)), \(rows.map(\.part.rawValue)), \(rows.map { $0.place?.at }),
                \(rows.map { $0.place?.name }), \(rows.map { Int64($0.messages) }))
            ON CONFLICT (tenant_id, account_id, telling_id) DO UPDATE SET version = excluded.version,
                since = excluded.since, state = excluded.state, part = excluded.part, place_at = excluded.place_at,
                place = excluded.place, messages = excluded.messages, changed_at = now()
            WHERE tellings.version <= excluded.version
            """)
    }

    private static let columns: SQL = """
        tenant_id, account_id, telling_id, version, since, state, part, place_at, place, messages
        """
}

/// An account by its brand.
struct AccountKey: Hashable, Sendable {
    let tenant: TenantID
    let account: AccountID
}

extension Telling {
    fileprivate init(row: inout RowReader) throws {
        let (tenant, account, id) = try row.next((UUID, UUID, UUID).self)
        let (version, since) = try row.next((Int64, Date).self)
        let (state, part) = (try row.word(Telling.State.self), try row.word(Telling.Part.self))
        let (at, name, messages) = try row.next((Date?, String?, Int64).self)
        self.init(
            key: Key(tenant: TenantID(tenant), account: AccountID(account), id: id), version: Int(version),
            since: Instant(nearest: since), state: state, part: part, place: name.map { Place(at: at, name: $0) },
            messages: Int(messages))
    }
}
