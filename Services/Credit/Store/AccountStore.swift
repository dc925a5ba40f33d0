import Contracts
import Foundation
import Postgres

/// Names an account as messages do: by the brand that it is connected for.
struct AccountKey: Hashable, Comparable, Sendable {
    let brand: TenantID
    let account: AccountID

    static func < (left: AccountKey, right: AccountKey) -> Bool {
        (left.brand, left.account) < (right.brand, right.account)
    }
}

/// The rows of `accounts` and `shops`.
enum AccountStore {
    /// Whose some accounts are; those of nobody are missing. Nobody ends a link until the end of the transaction, so
    /// that nothing is written for a person who has ended it.
    ///
    /// - Parameter kind: what they were taken up as; nil: whatever.
    static func subjects(
        of keys: some Collection<AccountKey>, as kind: Account.Kind? = nil, _ pipeline: inout Pipeline
    ) -> () throws -> [AccountKey: TenantID] {
        let suiting: SQL = kind.map { "AND kind = \($0.rawValue)" } ?? ""
        let rows = pipeline.rows(
            """
            SELECT brand_id, account_id, tenant_id FROM accounts
            WHERE (brand_id, account_id) IN (\(given(keys))) AND is_linked \(suiting)
            ORDER BY tenant_id, link_id FOR SHARE
            """, as: (UUID, UUID, UUID).self)
        return {
            let found = try rows.get().map { brand, account, subject in
                (AccountKey(brand: TenantID(brand), account: AccountID(account)), TenantID(subject))
            }
            return Dictionary(found) { first, _ in first }
        }
    }

    /// The given accounts, as a query of `(brand_id, account_id)`.
    static func given(_ keys: some Collection<AccountKey>) -> SQL {
        let keys = Set(keys).sorted()
        return """
            SELECT * FROM unnest(\(keys.map(\.brand.uuid)), \(keys.map(\.account.uuid)))
                AS given (brand_id, account_id)
            """
    }

    /// A person's accounts with what was told of them, locked; by account.
    static func lock(_ subject: TenantID, _ transaction: Transaction) async throws -> [LinkedAccount] {
        var ask = Pipeline()
        // One that is scored for the first time has no row that could be locked.
        ask.run("SELECT pg_advisory_xact_lock(uuid_hash_extended(\(subject.uuid), 'standings'::regclass::oid::bigint))")
        let rows = ask.rows(
            """
            SELECT a.account_id, a.kind, a.linked_at, a.complete_since, s.connection, s.read_grant,
                greatest(s.connection_at, s.grant_at), s.facts, s.readings
            FROM accounts a LEFT JOIN shops s ON (s.tenant_id, s.account_id) = (a.brand_id, a.account_id)
            WHERE a.tenant_id = \(subject.uuid) AND a.is_linked ORDER BY a.link_id FOR SHARE OF a
            """
        ) { row in try LinkedAccount(row: &row) }
        let papers = ask.rows(
            """
            SELECT market, document, state FROM documents WHERE tenant_id = \(subject.uuid)
            ORDER BY declared_at DESC, market, document
            """
        ) { row in Paper(market: try row.next(), document: try row.word(), state: try row.word()) }
        try await transaction.send(ask)
        let declared = try papers.get()
        return try rows.get().distinct.map { account in
            var account = account
            account.hold(declared)
            return account
        }
    }

    /// People with an account that counts, in the order of their ids.
    static func people(after last: TenantID?, limit: Int, _ transaction: Transaction) async throws -> [TenantID] {
        let behind: SQL = last.map { "AND tenant_id > \($0.uuid)" } ?? ""
        return try await transaction.rows(
            """
            SELECT DISTINCT tenant_id FROM accounts WHERE is_linked \(behind) ORDER BY tenant_id LIMIT \(limit)
            """, as: UUID.self
        ).map { TenantID($0) }
    }

    // MARK: Links

    /// The known ones among some links, locked.
    static func links(
        _ links: [SubjectLink], _ pipeline: inout Pipeline
    ) -> () throws -> [LinkID: KnownLink] {
        let rows = pipeline.rows(
            """
            SELECT link_id, version, is_linked FROM accounts WHERE (tenant_id, link_id) IN (
                SELECT * FROM unnest(\(links.map(\.subject.uuid)), \(links.map(\.link.uuid))))
            ORDER BY tenant_id, link_id FOR UPDATE
            """, as: (UUID, Int64, Bool).self)
        return {
            Dictionary(
                try rows.get().map { id, version, isLinked in
                    (LinkID(id), KnownLink(version: Int(version), isLinked: isLinked))
                }
            ) { first, _ in first }
        }
    }

    /// Which links hold some accounts, locked.
    static func holders(
        of accounts: [AccountID], _ pipeline: inout Pipeline
    ) -> () throws -> [AccountID: LinkID] {
        let rows = pipeline.rows(
            """
            SELECT account_id, link_id FROM accounts WHERE account_id = ANY(\(accounts.map(\.uuid))) AND is_linked
            ORDER BY tenant_id, link_id FOR UPDATE
            """, as: (UUID, UUID).self)
        return {
            Dictionary(try rows.get().map { (AccountID($0), LinkID($1)) }) { first, _ in first }
        }
    }

    /// Writes links as they were told last; what is known of accounts that are no longer linked is deleted.
    static func save(_ links: [SubjectLink], _ pipeline: inout Pipeline) {
        let newest = Dictionary(links.map { ($0.link, $0) }) { $1.version > $0.version ? $1 : $0 }
        let rows = newest.values.sorted { ($0.subject, $0.link) < ($1.subject, $1.link) }
        // An account that passes from one person or brand to another is let go, with what was told of it, before it is
        // taken up.
        let over = rows.filter { $0.state != .linked }
        write(over, &pipeline)
        forget(over, &pipeline)
        write(rows.filter { $0.state == .linked }, &pipeline)
    }

    private static func write(_ links: [SubjectLink], _ pipeline: inout Pipeline) {
        guard !links.isEmpty else { return }
        pipeline.run(
            """
            INSERT INTO accounts (tenant_id, link_id, brand_id, account_id, kind, is_linked, version, linked_at)
            SELECT * FROM unnest(\(links.map(\.subject.uuid)), \(links.map(\.link.uuid)), \(links.map(\.brand.uuid)),
                \(links.map(\.account.uuid)), \(links.map(\.kind.rawValue)), \(links.map { $0.state == .linked }),
                \(links.map { Int64($0.version) }), \(links.map(\.changedAt.date)))
                AS new (tenant, link, brand, account, kind, is_linked, version, at) ORDER BY tenant, link
            ON CONFLICT (tenant_id, link_id) DO UPDATE SET is_linked = excluded.is_linked, kind = excluded.kind,
                version = excluded.version, linked_at = excluded.linked_at, complete_since = NULL, forgotten_at = NULL
            WHERE accounts.version < excluded.version
            """)
    }

    /// Deletes what is known of accounts by links that are over.
    private static func forget(_ links: [SubjectLink], _ pipeline: inout Pipeline) {
        guard !links.isEmpty else { return }
        let gone: SQL = """
            (tenant_id, account_id) IN (
                SELECT a.tenant_id, a.account_id FROM accounts a
                WHERE (a.tenant_id, a.link_id) IN (
                    SELECT * FROM unnest(\(links.map(\.subject.uuid)), \(links.map(\.link.uuid)))) AND NOT a.is_linked
                    AND NOT EXISTS (SELECT FROM accounts other WHERE (other.tenant_id, other.account_id)
                        = (a.tenant_id, a.account_id) AND other.is_linked))
            """
        for table in ["orders", "affiliate_orders", "settlements"] {
            pipeline.run("DELETE FROM \(identifier: table) WHERE \(gone)")
        }
    }

    /// Writes since when pasts are known. What was told for an earlier version of a link was told to nobody; and what a
    /// person has had deleted meanwhile is not known for having been told.
    static func save(_ told: [HistoryToldHandler.Change], _ pipeline: inout Pipeline) {
        // An account may have passed from one link to another meanwhile; versions are each link's own.
        let rows = Dictionary(told.map { ($0.told.link, $0) }) { $1.told.version > $0.told.version ? $1 : $0 }
            .values.sorted { ($0.key, $0.told.link) < ($1.key, $1.told.link) }
        pipeline.run(
            """
            UPDATE accounts SET complete_since = new.since
            FROM unnest(\(rows.map(\.key.brand.uuid)), \(rows.map(\.key.account.uuid)),
                \(rows.map(\.told.link.uuid)), \(rows.map { Int64($0.told.version) }),
                \(rows.map(\.told.completeSince.date))) AS new (brand, account, link, version, since)
            WHERE (accounts.brand_id, accounts.account_id) = (new.brand, new.account) AND accounts.is_linked
                AND (accounts.link_id, accounts.version) = (new.link, new.version)
                AND accounts.complete_since IS NULL
            """)
    }

    // MARK: What is told of accounts

    /// Writes connections as they were told last.
    static func save(_ told: [AccountKey: ToldConnection], _ pipeline: inout Pipeline) throws {
        let rows = told.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO shops (tenant_id, account_id, connection_version, connection, connection_at)
            SELECT * FROM unnest(\(rows.map(\.key.brand.uuid)), \(rows.map(\.key.account.uuid)),
                \(rows.map { Int64($0.value.connection.version) }),
                \(try rows.map { try JSON(encoding: $0.value.connection) }), \(rows.map(\.value.at.date)))
                AS new (brand, account, version, connection, at) ORDER BY brand, account
            ON CONFLICT (tenant_id, account_id) DO UPDATE SET connection_version = excluded.connection_version,
                connection = excluded.connection, connection_at = excluded.connection_at
            WHERE shops.connection_version < excluded.connection_version
            """)
    }

    /// Writes what our app that only reads is let see, as it was told last.
    static func save(_ told: [AccountKey: ToldGrant], _ pipeline: inout Pipeline) throws {
        let rows = told.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO shops (tenant_id, account_id, grant_version, read_grant, grant_at)
            SELECT * FROM unnest(\(rows.map(\.key.brand.uuid)), \(rows.map(\.key.account.uuid)),
                \(rows.map { Int64($0.value.grant.version) }), \(try rows.map { try JSON(encoding: $0.value.grant) }),
                \(rows.map(\.value.at.date))) AS new (brand, account, version, told, at) ORDER BY brand, account
            ON CONFLICT (tenant_id, account_id) DO UPDATE SET grant_version = excluded.grant_version,
                read_grant = excluded.read_grant, grant_at = excluded.grant_at
            WHERE shops.grant_version < excluded.grant_version
            """)
    }

    /// Writes when accounts were read last.
    static func save(_ told: [AccountKey: AccountRead], _ pipeline: inout Pipeline) throws {
        let rows = told.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO shops (tenant_id, account_id, readings_at, readings)
            SELECT * FROM unnest(\(rows.map(\.key.brand.uuid)), \(rows.map(\.key.account.uuid)),
                \(rows.map(\.value.at.date)), \(try rows.map { try JSON(encoding: $0.value) }))
                AS new (brand, account, at, readings) ORDER BY brand, account
            ON CONFLICT (tenant_id, account_id) DO UPDATE SET readings_at = excluded.readings_at,
                readings = excluded.readings
            WHERE shops.readings_at IS NULL OR shops.readings_at < excluded.readings_at
            """)
    }

    /// Writes facts as they were told last.
    static func save(_ told: [AccountKey: ShopFactsRead], _ pipeline: inout Pipeline) throws {
        let rows = told.sorted { $0.key < $1.key }
        pipeline.run(
            """
            INSERT INTO shops (tenant_id, account_id, facts_version, facts)
            SELECT * FROM unnest(\(rows.map(\.key.brand.uuid)), \(rows.map(\.key.account.uuid)),
                \(rows.map { Int64($0.value.version) }), \(try rows.map { try JSON(encoding: $0.value) }))
                AS new (brand, account, version, facts) ORDER BY brand, account
            ON CONFLICT (tenant_id, account_id) DO UPDATE SET facts_version = excluded.facts_version,
                facts = excluded.facts
            WHERE shops.facts_version < excluded.facts_version
            """)
    }
}

/// A connection, and when it was told.
struct ToldConnection: Sendable {
    let connection: ConnectionChanged
    let at: Instant
}

/// A grant to read, and when it was told.
struct ToldGrant: Sendable {
    let grant: ReadGrantChanged
    let at: Instant
}

extension LinkedAccount {
    /// A row of `accounts` with that of `shops`.
    fileprivate init(row: inout RowReader) throws {
        account = AccountID(try row.next(UUID.self))
        kind = try row.word(Account.Kind.self)
        linkedAt = Instant(nearest: try row.next(Date.self))
        completeSince = try row.next(Date?.self).map { Instant(nearest: $0) }
        connection = try row.next(JSON?.self).map { try $0.decode(ConnectionChanged.self) }
        grant = try row.next(JSON?.self).map { try $0.decode(ReadGrantChanged.self) }
        toldAt = try row.next(Date?.self).map { Instant(nearest: $0) }
        facts = try row.next(JSON?.self).map { try $0.decode(ShopFactsRead.self) }
        readings = try row.next(JSON?.self).map { try $0.decode(AccountRead.self) }
    }
}
