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
}
