import Contracts
import Crypto
import Foundation
import Postgres
import TikTokShop

/// A label that the channel made, fetched at once since its address works for a day only.
struct LabelFile: Sendable {
    let id = UUID.v7()
    let mediaType: String
    let bytes: [UInt8]
    let keptUntil: Date

    /// Forgets those that nobody needs any more, few at a time: one may have 5 MiB.
    static func forgetOld(_ database: PostgresPool) async throws {
        try await database.forget("files", where: "expires_at < now()", page: 100)
    }

    /// Takes a fetched document.
    init(_ document: Document, keptUntil: Date) {
        mediaType = document.mediaType ?? "application/octet-stream"
        bytes = document.bytes
        self.keptUntil = keptUntil
    }

    /// Writes the file.
    func save(tenant: TenantID, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO files (tenant_id, id, media_type, sha256, bytes, expires_at)
            VALUES (\(tenant.uuid), \(id), \(mediaType), \(Array(SHA256.hash(data: bytes))), \(bytes), \(keptUntil))
            """)
    }

    /// A label that the caller may see; nil when there is none, or no more.
    static func find(_ id: UUID, _ tenants: [TenantID], _ database: Transaction) async throws -> StoredFile? {
        let row = try await database.first(
            """
            SELECT media_type, bytes FROM files
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND id = \(id) AND expires_at > now()
            """, as: (String, [UInt8]).self)
        return row.map { StoredFile(mediaType: $0.0, bytes: Data($0.1)) }
    }
}
