import Contracts
import Foundation
import Postgres

/// Agencies and brands.
enum TenantStore {
    /// The most brands of an agency: they all go into the header of each of its requests.
    static let mostBrands = 1000
    private static let mostLenders = 10_000

    /// Writes a new tenant.
    static func insert(_ tenant: TenantRecord, _ database: Transaction) async throws {
        try await database.run(
            """
            INSERT INTO tenants (tenant_id, kind, name, agency_id, created_at)
            VALUES (\(tenant.id.uuid), \(tenant.kind.rawValue), \(tenant.name), \(tenant.agency?.uuid as UUID?),
                \(tenant.createdAt.date))
            """)
    }

    /// Whether the caller may see a tenant.
    static func exists(_ tenant: TenantID, _ database: Transaction) async throws -> Bool {
        try await database.first(
            "SELECT EXISTS (SELECT FROM tenants WHERE tenant_id = \(tenant.uuid))", as: Bool.self) ?? false
    }

    /// What a tenant is; nil when the caller may not see it.
    static func kind(of tenant: TenantID, _ database: Transaction) async throws -> TenantRecord.Kind? {
        try await database.rows("SELECT kind FROM tenants WHERE tenant_id = \(tenant.uuid)") { row in
            try row.word(TenantRecord.Kind.self)
        }.first
    }

    /// The lender of a name, ignoring case; nil when there is none. Nobody else asks until the end of the transaction.
    static func lockLender(named name: String, _ database: Transaction) async throws -> TenantRecord? {
        try await database.run("SELECT pg_advisory_xact_lock(hashtext('accounts.lenders'))")
        return try await database.first(
            "\(columns) WHERE kind = 'lender' AND lower(name) = lower(\(name))", as: TenantRow.self)?.record
    }

    /// Lenders that the caller may see, which the service alone may.
    static func lenders(_ database: Transaction) async throws -> [TenantRecord] {
        try await database.rows(
            "\(columns) WHERE kind = 'lender' ORDER BY tenant_id LIMIT \(mostLenders)", as: TenantRow.self
        ).map(\.record)
    }

    /// The agency among the tenants that the caller may see, with the number of its brands; nil when there is none.
    /// Nobody else adds a brand to it until the end of the transaction.
    static func lockAgency(_ database: Transaction) async throws -> (id: TenantID, brands: Int)? {
        let id = try await database.first("SELECT tenant_id FROM tenants WHERE kind = 'agency' LIMIT 1", as: UUID.self)
        guard let id else { return nil }
        try await database.run(
            "SELECT pg_advisory_xact_lock(uuid_hash_extended(\(id), 'tenants'::regclass::oid::bigint))")
        let brands = try await database.first("SELECT count(*) FROM tenants WHERE agency_id = \(id)", as: Int.self)
        return (TenantID(id), brands ?? 0)
    }

    /// The agency of a name, ignoring case; nil when there is none. Nobody else asks until the end of the transaction,
    /// so that two who find none do not both make it.
    static func lockAgency(named name: String, _ database: Transaction) async throws -> TenantRecord? {
        try await database.run("SELECT pg_advisory_xact_lock(hashtext('accounts.agencies'))")
        return try await database.first(
            "\(columns) WHERE kind = 'agency' AND lower(name) = lower(\(name))", as: TenantRow.self)?.record
    }

    /// All that the caller may see: an agency first, then brands by name.
    static func list(_ database: Transaction) async throws -> [TenantRecord] {
        try await database.rows(
            "\(columns) ORDER BY kind, name, tenant_id LIMIT \(mostBrands + 1)", as: TenantRow.self
        ).map(\.record)
    }

    /// Lets the rest of the transaction see a tenant that it is about to make. Nobody else has rows under its id.
    static func see(_ new: TenantID, besides tenants: [TenantID], _ database: Transaction) async throws {
        try await see(tenants + [new], database)
    }

    /// Lets the rest of the transaction see these tenants.
    static func see(_ tenants: [TenantID], _ database: Transaction) async throws {
        let setting = "{" + tenants.map(\.description).joined(separator: ",") + "}"
        try await database.run("SELECT set_config('app.tenants', \(setting), true)")
    }

    private static let columns: SQL = "SELECT tenant_id, kind, name, agency_id, created_at FROM tenants"
}

/// A row of `tenants`.
private struct TenantRow: PostgresRow {
    let record: TenantRecord

    init(row: inout RowReader) throws {
        let id = TenantID(try row.next(UUID.self))
        let kind = try row.word(TenantRecord.Kind.self)
        let name = try row.next(String.self)
        let (agency, createdAt) = try row.next((UUID?, Date).self)
        record = TenantRecord(
            id: id, kind: kind, name: name, agency: agency.map { TenantID($0) },
            createdAt: Instant(nearest: createdAt))
    }
}
