import Postgres
import Testing

/// What the database forbids, whatever the code above it does, for the tables of all services at once.
@Suite(.timeLimit(.minutes(5)))
struct IsolationTests {
    @Test("no table of any service shows or takes another tenant's rows, partitions included")
    func noTableAny() async throws {
        try await Platform.lend { database in
            let tables = try await Table.all(in: database)
            #expect(Set(tables.map(\.schema)) == Set(Platform.schemas))
            let known = ["accounts", "analytics", "credit", "fulfillment", "ingestion", "inventory"]
            #expect(Set(Platform.schemas).isSuperset(of: known))
            #expect(tables.count > 80 && tables.contains(where: \.isPartition))
            #expect(try await Inspection(database).breaches() == [])
        }
    }

    /// Each of these was a table that somebody might have forgotten something at.
    @Test("a table that was forgotten is found")
    func tableForgottenFound() async throws {
        try await Platform.lend { database in
            try await Self.forget(database)
            let found = try await Inspection(database).breaches()
            func ways(_ table: String) -> Set<String> {
                Set(found.filter { $0.hasPrefix("inventory.\(table):") && !$0.contains("inventory_tenant") })
            }
            let all = [
                "another tenant reads", "nobody reads", "who does not say who it is reads", "another tenant changes",
                "nobody changes", "another tenant takes over", "another tenant adds", "nobody adds",
                "another tenant deletes", "nobody deletes",
            ].map { "inventory.bare: \($0) as isolation_probe" }
            #expect(ways("bare") == Set(all + ["inventory.bare: row level security is not forced"]))
            #expect(ways("unforced") == ["inventory.unforced: row level security is not forced"])
            let reads = ["another tenant reads", "nobody reads", "who does not say who it is reads"]
            #expect(ways("readable") == Set(reads.map { "inventory.readable: \($0) as isolation_probe" }))
            #expect(ways("days") == [], "the parent's own policy holds, through the parent")
            #expect(ways("days_1").count == all.count + 1, "and not when the partition is named")
            #expect(found.contains("inventory.granted: another tenant reads as inventory_tenant"))
            let places = ["bare", "unforced", "readable", "days_1", "granted"].map { "inventory.\($0):" }
            #expect(found.allSatisfy { one in places.contains { one.hasPrefix($0) } }, "\(found)")
        }
    }

    private static func forget(_ database: PostgresPool) async throws {
        let policy = "USING (tenant_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]))"
        let forced = ["readable", "days", "granted"].map {
            "ALTER TABLE inventory.\($0) ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        }
        let statements =
            [
                "CREATE TABLE inventory.bare (tenant_id uuid NOT NULL, note text NOT NULL)",
                "CREATE TABLE inventory.unforced (tenant_id uuid NOT NULL)",
                "ALTER TABLE inventory.unforced ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY tenants ON inventory.unforced \(policy)",
                "CREATE TABLE inventory.readable (tenant_id uuid NOT NULL)",
                "CREATE POLICY tenants ON inventory.readable \(policy)",
                "CREATE POLICY readers ON inventory.readable FOR SELECT USING (true)",
                "CREATE TABLE inventory.days (tenant_id uuid NOT NULL, day date NOT NULL) PARTITION BY RANGE (day)",
                "CREATE POLICY tenants ON inventory.days \(policy)",
                "CREATE TABLE inventory.days_1 PARTITION OF inventory.days "
                    + "FOR VALUES FROM ('2020-01-01') TO ('2099-01-01')",
                "CREATE TABLE inventory.granted (tenant_id uuid NOT NULL)",
                "CREATE POLICY tenants ON inventory.granted \(policy)",
                "CREATE POLICY requests ON inventory.granted TO inventory_tenant USING (true)",
                "GRANT SELECT ON inventory.granted TO inventory_tenant",
                "GRANT ALL ON ALL TABLES IN SCHEMA inventory TO \(Platform.probe)",
            ] + forced
        for statement in statements { try await database.run(SQL(unsafe: statement)) }
    }

    /// What has no tenant cannot be kept apart by one, so requests must not see it at all.
    @Test("requests see no table without a tenant, but for a few that are everybody's")
    func requestsSeeNo() async throws {
        let everybodys: Set = ["schema_migrations", "analytics.rates"]
        try await Platform.lend { database in
            let open = try await database.rows(
                """
                SELECT CASE c.relname WHEN 'schema_migrations' THEN c.relname ELSE n.nspname || '.' || c.relname END
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ANY (\(Platform.schemas)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                    AND has_any_column_privilege(n.nspname || '_tenant', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
                """, as: String.self)
            #expect(Set(open).subtracting(everybodys) == [])
        }
    }
}
