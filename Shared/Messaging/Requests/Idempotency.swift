import Contracts
import Foundation
import Postgres

/// Remembers what a request was answered, in the transaction of its effect.
struct Idempotency {
    let tenant: TenantID
    let key: String
    /// SHA-256 of the request's name and body.
    let fingerprint: [UInt8]

    /// Takes the key, or answers what was answered under it before. Whoever comes at the same time waits here.
    func begin<Reply: Decodable>(_ database: Transaction, as: Reply.Type) async throws -> Reply? {
        let taken = try await database.run(
            """
            INSERT INTO idempotency (tenant_id, key, fingerprint) VALUES (\(tenant.uuid), \(key), \(fingerprint))
            ON CONFLICT DO NOTHING
            """)
        if taken == 1 { return nil }
        let known = try await database.first(
            "SELECT fingerprint, answer FROM idempotency WHERE tenant_id = \(tenant.uuid) AND key = \(key)",
            as: ([UInt8], String?).self)
        guard let (first, answer) = known, first == fingerprint, let answer else {
            throw Refusal(
                .conflict, code: "idempotencyKeyReused", "the Idempotency-Key was used for another request",
                field: "Idempotency-Key")
        }
        return try JSONDecoder().decode(Reply.self, from: Data(answer.utf8))
    }

    /// Forgets answers that nobody asks for again: a caller repeats within minutes, a queue of its own within days.
    static func forgetOld(_ database: PostgresPool) async throws {
        try await database.forget("idempotency", where: "created_at < now() - interval '7 days'")
    }

    /// Keeps the answer.
    func finish(_ database: Transaction, _ reply: some Encodable) async throws {
        let answer = String(decoding: try JSONEncoder().encode(reply), as: UTF8.self)
        try await database.run(
            "UPDATE idempotency SET answer = \(answer) WHERE tenant_id = \(tenant.uuid) AND key = \(key)")
    }
}
