import Foundation
import Messaging
import Postgres
import Testing

@testable import Fulfillment

/// When keys are changed, every place where something lies sealed is found.
@Suite(.timeLimit(.minutes(3)))
struct SealedColumnTests {
    /// Labels lie open: they are files that people fetch; the others are hashes.
    private static let open: Set = [
        "files.bytes", "files.sha256", "idempotency.fingerprint", "schema_migrations.checksum",
    ]

    @Test("every column of bytes is sealed anew, or is known to be open")
    func everyColumnBytes() async throws {
        try await Room.lend { room in
            let columns = try await room.database.rows(
                """
                SELECT c.table_name || '.' || c.column_name FROM information_schema.columns AS c
                JOIN pg_class AS r ON r.oid = to_regclass(c.table_name)
                WHERE c.table_schema = 'fulfillment' AND c.data_type = 'bytea' AND NOT r.relispartition
                """, as: String.self)
            let vault = try #require(Vault("k1:\(Data(repeating: 1, count: 32).base64EncodedString())"))
            let sealed = ([RecipientStore.sealed(vault)] + SealedColumn.ofMessages(vault)).map(\.name)
            #expect(Set(columns) == Set(sealed).union(Self.open))
        }
    }
}
