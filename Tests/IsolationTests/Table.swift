import Foundation
import Postgres

/// A table or a partition that has a tenant, as the catalogue describes it.
struct Table: PostgresRow, CustomStringConvertible {
    let schema: String
    let name: String
    /// Whether it is one of another table's partitions.
    let isPartition: Bool
    /// Whether row level security is on, and forced upon its owner.
    let isForced: Bool
    /// Whether a policy lets in anybody but named roles.
    let isOpen: Bool
    /// What a partition takes, such as `RANGE (at)` and `FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')`.
    private let partitioning: String
    private let bounds: String

    init(row: inout RowReader) throws {
        schema = try row.next()
        name = try row.next()
        isPartition = try row.next()
        isForced = try row.next()
        isOpen = try row.next()
        partitioning = try row.next()
        bounds = try row.next()
    }

    var description: String { "\(schema).\(name)" }
    /// The role that requests of its service run as.
    var tenantRole: String { "\(schema)_tenant" }
    /// Its name for a statement.
    var sql: SQL { "\(identifier: schema).\(identifier: name)" }

    /// All tables of all schemas but the server's own, partitions included.
    static func all(in database: PostgresPool) async throws -> [Table] {
        try await database.rows(
            """
            SELECT n.nspname::text, c.relname::text, c.relispartition,
                c.relrowsecurity AND c.relforcerowsecurity,
                EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND 0 = ANY (p.polroles)),
                coalesce(pg_get_partkeydef(i.inhparent), ''), coalesce(pg_get_expr(c.relpartbound, c.oid), '')
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
            WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema$)'
            ORDER BY 1, 2
            """, as: Table.self)
    }

    /// A statement that adds a row of a tenant's.
    func insertion(of tenant: UUID, in database: PostgresPool) async throws -> SQL {
        let needed = try await database.rows(
            """
            SELECT a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = format('%I.%I', \(schema), \(name))::regclass AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attnotnull AND NOT a.atthasdef AND a.attgenerated = '' AND a.attidentity = ''
                AND a.attname <> 'tenant_id' ORDER BY a.attnum
            """
        ) { row in (name: try row.next(String.self), type: try row.next(String.self)) }
        var names: SQL = "tenant_id", values: SQL = "\(tenant)"
        for column in needed where column.name != partitionKey {
            names = "\(names), \(identifier: column.name)"
            values = "\(values), \(unsafe: try Self.sample(column.type))"
        }
        if let partitionKey, let lowest {
            names = "\(names), \(identifier: partitionKey)"
            values = "\(values), \(unsafe: lowest)"
        }
        return "INSERT INTO \(sql) (\(names)) VALUES (\(values))"
    }

    /// The one column by which its parent is divided.
    private var partitionKey: String? {
        partitioning.firstMatch(of: /^RANGE \((\w+)\)$/).map { String($0.1) }
    }

    /// The first value that the partition takes.
    private var lowest: String? {
        bounds.firstMatch(of: /FROM \(('[^']+')\)/).map { String($0.1) }
    }

    /// Any value of a type.
    private static func sample(_ type: String) throws -> String {
        switch type {
        case "uuid": "gen_random_uuid()"
        case "text": "'x'"
        case "boolean": "false"
        case "smallint", "integer", "bigint", "double precision", "numeric": "1"
        case "date", "timestamp with time zone": "now()"
        case "bytea": "'\\x01'"
        case "jsonb": "'{}'"
        case _ where type.hasSuffix("[]"): "'{}'"
        default: throw UnknownType(type: type)
        }
    }

    /// A type that no table had before: `sample` must learn it.
    struct UnknownType: Error { let type: String }
}
