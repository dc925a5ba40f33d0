import Foundation
import Postgres
import TestKit
import Testing

/// What each service's own roles are refused, tried as they log in. The rights are those of `roles.sql` and of the
/// migrations, as `make up` gives them.
@Suite(.timeLimit(.minutes(5)))
struct RoleTests {
    /// SQLSTATE of a right that is missing.
    private static let denied = "42501"

    @Test("a worker may not make, change or drop tables, nor become anybody but its tenant")
    func workerNotMake() async throws {
        try await Platform.lendAddress { url in
            for schema in Platform.schemas {
                let other = schema == "inventory" ? "accounts" : "inventory"
                let worker = try TestRoles(of: schema, in: url).worker
                for statement in [
                    "CREATE TABLE \(schema).more (n int)", "DROP TABLE \(schema).outbox",
                    "ALTER TABLE \(schema).outbox ADD COLUMN more int", "TRUNCATE \(schema).outbox",
                    "ALTER TABLE \(schema).outbox DISABLE ROW LEVEL SECURITY", "CREATE TABLE public.more (n int)",
                    "CREATE SCHEMA more", "CREATE ROLE more", "SET ROLE \(schema)_owner", "SET ROLE \(other)_tenant",
                    "GRANT \(schema)_owner TO \(schema)_worker", "COPY \(schema).outbox TO PROGRAM 'true'",
                ] { #expect(try await refusal(of: statement, at: worker) == Self.denied, "\(schema): \(statement)") }
                #expect(try await refusal(of: "SET ROLE \(schema)_tenant", at: worker) == nil)
                #expect(try await refusal(of: "SELECT count(*) FROM \(schema).outbox", at: worker) == nil)
            }
        }
    }

    @Test("neither worker nor owner reads or writes another service's schema")
    func neitherWorkerNor() async throws {
        try await Platform.lendAddress { url in
            for schema in Platform.schemas {
                let roles = try TestRoles(of: schema, in: url)
                for other in Platform.schemas where other != schema {
                    for statement in [
                        "SELECT FROM \(other).outbox", "DELETE FROM \(other).inbox",
                        "SELECT \(other).keep_told_partitions()", "CREATE TABLE \(other).more (n int)",
                    ] {
                        for (role, address) in [("worker", roles.worker), ("owner", roles.owner)] {
                            let code = try await refusal(of: statement, at: address)
                            #expect(code == Self.denied, "\(schema)_\(role): \(statement)")
                        }
                    }
                }
            }
        }
    }

    @Test("the role of requests sees neither messages nor work")
    func roleRequestsSees() async throws {
        try await Platform.lendAddress { url in
            for schema in Platform.schemas {
                let worker = try TestRoles(of: schema, in: url).worker
                for table in ["inbox", "outbox", "told", "deferred", "failures", "work", "suspects"] {
                    let code = try await refusal(
                        of: "SELECT FROM \(schema).\(table)", at: worker, as: "\(schema)_tenant")
                    #expect(code == Self.denied, "\(schema).\(table)")
                }
            }
        }
    }

    /// The SQLSTATE with which a statement is refused; nil: it is not.
    private func refusal(of statement: String, at url: String, as role: String? = nil) async throws -> String? {
        let pool = PostgresPool(try PostgresConfiguration(url: url), size: 1, logger: silent)
        let result = await outcome {
            try await pool.transaction(TransactionOptions(role: role)) { transaction in
                _ = try await transaction.run(SQL(unsafe: statement))
            }
        }
        await pool.close()
        guard case .failure(let error) = result else { return nil }
        return try #require(error as? PostgresError, "\(error)").sqlState
    }
}
