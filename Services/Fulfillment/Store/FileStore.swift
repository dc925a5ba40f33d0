import Contracts
import Crypto
import Foundation
import Postgres

/// The pictures of labels.
enum FileStore {
    /// How long one is kept: as long as a carrier may ask about the parcel.
    static let life: TimeInterval = 90 * 86_400

    /// A file to keep.
    struct New: Sendable {
        let id: UUID
        let mediaType: String
        let bytes: [UInt8]
    }

    /// Forgets those that nobody needs any more, few at a time: one may have 5 MiB.
    static func forgetOld(_ database: PostgresPool) async throws {
        try await database.forget("files", where: "expires_at < now()", page: 100)
    }

    static func insert(_ file: New, of shipment: Shipment, at instant: Instant, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO files (tenant_id, file_id, shipment_id, media_type, bytes, sha256, expires_at)
            VALUES (\(shipment.tenant.uuid), \(file.id), \(shipment.id.uuid), \(file.mediaType), \(file.bytes),
                \(Array(SHA256.hash(data: file.bytes))), \(instant.date.addingTimeInterval(life)))
            """)
    }

    /// A file; nil when it is gone or not the caller's.
    static func get(_ id: UUID, of tenant: TenantID, _ client: some PostgresClient) async throws -> StoredFile? {
        let row = try await client.first(
            "SELECT media_type, bytes FROM files WHERE tenant_id = \(tenant.uuid) AND file_id = \(id)",
            as: (String, [UInt8]).self)
        return row.map { StoredFile(mediaType: $0.0, bytes: Data($0.1)) }
    }
}
