import Contracts
import Foundation
import Postgres

/// API keys.
enum KeyStore {
    /// Ended keys are listed for so long.
    private static let listedDays = 90
    private static let mostListed = 500

    /// What opens with the key of a digest; nil when there is none. Notes the use.
    static func verify(_ digest: [UInt8], _ database: Transaction) async throws -> VerifiedKey? {
        try await database.first(
            "SELECT key_id, tenant_id, kind, brands, prefix, scopes, state, expires_at FROM verify_key(\(digest))",
            as: VerifiedKey.self)
    }

    /// Writes a new key.
    static func insert(_ key: KeyRecord, _ text: KeyText, _ database: Transaction) async throws {
        try await database.run(
            """
            INSERT INTO api_keys
                (tenant_id, key_id, name, prefix, digest, scopes, created_at, created_by, expires_at, replaces)
            VALUES (\(key.tenant.uuid), \(key.id.uuid), \(key.name), \(key.prefix), \(text.digest),
                \(key.scopes.map(\.rawValue)), \(key.createdAt.date), \(key.createdBy), \(key.expiresAt?.date as Date?),
                \(key.replaces?.uuid as UUID?))
            """)
    }

    /// A key that the caller may see, locked until the end of the transaction; nil when there is none.
    static func lock(_ key: KeyID, _ database: Transaction) async throws -> KeyRecord? {
        try await database.first("\(columns) WHERE key_id = \(key.uuid) FOR UPDATE", as: KeyRow.self)?.record
    }

    /// The prefix of a live key that takes the place of this one; nil when there is none.
    static func replacement(of old: KeyRecord, _ database: Transaction) async throws -> String? {
        try await database.first(
            """
            SELECT prefix FROM api_keys WHERE tenant_id = \(old.tenant.uuid) AND replaces = \(old.id.uuid)
                AND revoked_at IS NULL AND coalesce(expires_at > now(), true) LIMIT 1
            """, as: String.self)
    }

    /// What the key of a prefix may do; nothing when it is no key that the caller may see.
    static func scopes(prefix: String, _ database: Transaction) async throws -> Set<AccessScope> {
        let scopes = try await database.first("SELECT scopes FROM api_keys WHERE prefix = \(prefix)", as: [String].self)
        return Set((scopes ?? []).compactMap(AccessScope.init))
    }

    /// The keys of a tenant, newest first.
    static func list(_ tenant: TenantID, _ database: Transaction) async throws -> [KeyRecord] {
        try await database.rows(
            """
            \(columns) WHERE tenant_id = \(tenant.uuid)
                AND coalesce(least(revoked_at, expires_at) > now() - make_interval(days => \(Int32(listedDays))), true)
            ORDER BY created_at DESC, key_id DESC LIMIT \(mostListed)
            """, as: KeyRow.self
        ).map(\.record)
    }

    /// Ends a key at a time, which may be to come.
    static func expire(_ key: KeyID, at end: Date, _ database: Transaction) async throws {
        try await database.run("UPDATE api_keys SET expires_at = \(end) WHERE key_id = \(key.uuid)")
    }

    /// Ends a key at once; ended before is ended.
    static func revoke(_ key: KeyID, _ database: Transaction) async throws -> KeyRecord? {
        try await database.run(
            "UPDATE api_keys SET revoked_at = now() WHERE key_id = \(key.uuid) AND revoked_at IS NULL")
        return try await database.first("\(columns) WHERE key_id = \(key.uuid)", as: KeyRow.self)?.record
    }

    /// All but the digest, which the role of requests cannot read.
    private static let columns: SQL = """
        SELECT key_id, tenant_id, name, prefix, scopes, created_at, created_by, expires_at, revoked_at, last_used_at,
            replaces, CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired'
                ELSE 'live' END
        FROM api_keys
        """
}

/// What ``KeyStore/verify(_:_:)`` finds.
struct VerifiedKey: PostgresRow {
    let key: UUID
    let tenant: UUID
    let kind: TenantRecord.Kind
    let brands: [UUID]
    let prefix: String
    let scopes: [String]
    let state: KeyRecord.State
    let expiresAt: Date?

    init(row: inout RowReader) throws {
        key = try row.next()
        tenant = try row.next()
        kind = try row.word()
        brands = try row.next()
        prefix = try row.next()
        scopes = try row.next()
        state = try row.word()
        expiresAt = try row.next()
    }
}

/// A row of `api_keys`.
private struct KeyRow: PostgresRow {
    let record: KeyRecord

    init(row: inout RowReader) throws {
        let id = KeyID(try row.next(UUID.self))
        let tenant = TenantID(try row.next(UUID.self))
        let (name, prefix, scopes) = try row.next((String, String, [String]).self)
        let (createdAt, createdBy) = try row.next((Date, String).self)
        let (expiresAt, revokedAt, lastUsedAt) = try row.next((Date?, Date?, Date?).self)
        let replaces = try row.next(UUID?.self)
        record = KeyRecord(
            id: id, tenant: tenant, name: name, prefix: prefix, scopes: scopes.compactMap(AccessScope.init),
            state: try row.word(), createdAt: Instant(nearest: createdAt), createdBy: createdBy,
            expiresAt: expiresAt.map { Instant(nearest: $0) }, revokedAt: revokedAt.map { Instant(nearest: $0) },
            lastUsedAt: lastUsedAt.map { Instant(nearest: $0) },
            replaces: replaces.map { KeyID($0) })
    }
}
