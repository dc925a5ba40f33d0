import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import Testing
import TikTokShop

@testable import Ingestion

/// When keys are changed, every place where something lies sealed is found.
@Suite(.timeLimit(.minutes(3)))
struct KeyRotationTests {
    /// Columns of bytes that are not sealed: hashes, and files that the service hands out as they are.
    private static let open: Set = [
        "oauth_states.state_hash", "files.sha256", "files.bytes", "idempotency.fingerprint",
        "schema_migrations.checksum",
    ]

    @Test("every column of bytes is sealed anew, or is known to be open")
    func everyColumnBytes() async throws {
        try await Bench.run { bench in
            let columns = try await bench.database.rows(
                """
                SELECT c.table_name || '.' || c.column_name FROM information_schema.columns AS c
                JOIN pg_class AS r ON r.oid = to_regclass(c.table_name)
                WHERE c.table_schema = 'ingestion' AND c.data_type = 'bytea' AND NOT r.relispartition
                """, as: String.self)
            let sealed = SealedColumns.all(bench.desk.accounts, personal: bench.desk.orders.vault).map(\.name)
            #expect(Set(columns) == Set(sealed).union(Self.open))
        }
    }

    @Test("tokens, codes and grants open under the new keys alone")
    func tokensCodesGrants() async throws {
        try await Bench.run { bench in
            let connection = try await bench.connect()
            let (waiting, granted) = (UUID.v7(), UUID.v7())
            for id in [waiting, granted] {
                try await CallbackStore.keep(
                    Credential("code-1"), as: id, tenant: Bench.tenant, bench.desk.accounts.access, bench.database)
            }
            let grant = try Samples.decode(TokenGrant.self, ScriptedChannel.grant(access: "ROW_kept"))
            let kept = try CallbackStore.seal(grant, of: granted, bench.desk.accounts.refresh)
            var pipeline = Pipeline()
            CallbackStore.keep(kept, of: granted, &pipeline)
            try await bench.database.send(pipeline)

            let both = AccountStore(access: try Self.vault(11, 1), refresh: try Self.vault(12, 2))
            let rotation = KeyRotation(bench.database, SealedColumns.all(both, personal: try Self.vault(13, 3)))
            #expect(try await rotation.counts().count == 4, "two tokens, a code and a grant; a used code is empty")
            #expect(try await rotation.run().isEmpty)

            let new = AccountStore(access: try Bench.vault(11), refresh: try Bench.vault(12))
            let account = try #require(
                try await new.find(connection.account, tenant: Bench.tenant, bench.database))
            #expect(try await new.accessToken(account, for: "test", bench.database).reveal() == "ROW_access")
            #expect(try await new.refreshToken(account, for: "test", bench.database).reveal() == "ROW_refresh")
            let first = try #require(try await CallbackStore.find(waiting, bench.database))
            #expect(try CallbackStore.code(of: first, new.access).reveal() == "code-1")
            let second = try #require(try await CallbackStore.find(granted, bench.database))
            #expect(try CallbackStore.grant(of: second, new.refresh)?.accessToken.reveal() == "ROW_kept")
            await #expect(throws: VaultError.self, "the old key is of no use any more") {
                _ = try await bench.desk.accounts.accessToken(account, for: "test", bench.database)
            }
        }
    }

    /// Two keys, the sealing one first.
    private static func vault(_ new: UInt8, _ old: UInt8) throws -> Vault {
        let key = { (byte: UInt8) in "k\(byte):\(Data(repeating: byte, count: 32).base64EncodedString())" }
        return try #require(Vault("\(key(new)),\(key(old))"))
    }
}
