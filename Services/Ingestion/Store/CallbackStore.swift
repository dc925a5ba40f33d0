import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// What sellers' browsers brought back, and what came of it.
struct Callback: PostgresRow {
    /// Where it stands.
    enum State: String {
        case wanted, connected, refused
    }

    let id: UUID
    /// Whose it is: by the state, else by the account that turned out to be behind it.
    let tenant: TenantID?
    let state: State
    /// Why not; of what is connected, which permissions are missing.
    let sentence: String?
    /// What is connected by it, or may be read by it.
    let shops: [ShopID]
    /// The creator account that may be read by it.
    let creator: CreatorID?
    /// To which of our apps the code belongs.
    let app: PartnerApp
    let createdAt: Date
    fileprivate let code: Vault.Sealed
    fileprivate let granted: Vault.Sealed?

    fileprivate static let columns =
        "id, tenant_id, state, sentence, shops, creator, app, created_at, code, code_key, granted, granted_key"

    /// Whether its code was exchanged, and what for is kept.
    var isGranted: Bool { granted != nil }

    init(row: inout RowReader) throws {
        id = try row.next()
        tenant = try row.next(UUID?.self).map { TenantID($0) }
        state = State(rawValue: try row.next()) ?? .refused
        sentence = try row.next()
        shops = try row.next([UUID].self).map { ShopID($0) }
        creator = try row.next(UUID?.self).map { CreatorID($0) }
        app = PartnerApp(rawValue: try row.next()) ?? .operations
        createdAt = try row.next()
        code = Vault.Sealed(bytes: try row.next(), key: try row.next())
        let (bytes, key) = try row.next(([UInt8]?, String?).self)
        granted = bytes.flatMap { bytes in key.map { Vault.Sealed(bytes: bytes, key: $0) } }
    }
}

/// The table of callbacks.
enum CallbackStore {
    /// Keeps a code, sealed.
    static func keep(
        _ code: Credential, as id: UUID, tenant: TenantID?, app: PartnerApp = .operations, _ vault: Vault,
        _ client: some PostgresClient
    ) async throws {
        let sealed = try vault.seal(Data(code.reveal().utf8), for: place(id))
        try await client.run(
            """
            INSERT INTO callbacks (id, tenant_id, app, code, code_key)
            VALUES (\(id), \(tenant?.uuid as UUID?), \(app.rawValue), \(sealed.bytes), \(sealed.key))
            """)
    }

    /// One callback.
    static func find(_ id: UUID, _ client: some PostgresClient) async throws -> Callback? {
        try await client.first(
            "SELECT \(unsafe: Callback.columns) FROM callbacks WHERE id = \(id)", as: Callback.self)
    }

    /// Opens the code.
    static func code(of callback: Callback, _ vault: Vault) throws -> Credential {
        let bytes = try vault.open(callback.code, for: place(callback.id))
        return Credential(String(decoding: bytes, as: UTF8.self))
    }

    /// Seals what a code was exchanged for.
    static func seal(_ grant: TokenGrant, of id: UUID, _ vault: Vault) throws -> Vault.Sealed {
        try vault.seal(try grant.inPlainWords(), for: place(id, "grant"))
    }

    /// Keeps what a code was exchanged for, instead of the code.
    static func keep(_ grant: Vault.Sealed, of id: UUID, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE callbacks SET granted = \(grant.bytes), granted_key = \(grant.key), code = '' WHERE id = \(id)
            """)
    }

    /// Opens what the code was exchanged for; nil before.
    static func grant(of callback: Callback, _ vault: Vault) throws -> TokenGrant? {
        try callback.granted.map { sealed in
            let bytes = try vault.open(sealed, for: place(callback.id, "grant"))
            return try JSONDecoder().decode(TokenGrant.self, from: bytes)
        }
    }

    /// Writes that shops are connected; code and grant are forgotten.
    static func connect(
        _ id: UUID, tenant: TenantID, shops: [ShopID], creator: CreatorID? = nil, advice: String?,
        _ pipeline: inout Pipeline
    ) {
        pipeline.run(
            """
            UPDATE callbacks SET state = 'connected', tenant_id = \(tenant.uuid), shops = \(shops.map(\.uuid)),
                creator = \(creator?.uuid as UUID?), sentence = \(advice as String?), code = '', granted = NULL,
                granted_key = NULL
            WHERE id = \(id)
            """)
    }

    /// Writes why nothing is connected; code and grant are forgotten.
    static func refuse(_ id: UUID, _ sentence: String, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE callbacks SET state = 'refused', sentence = \(sentence), code = '', granted = NULL,
                granted_key = NULL
            WHERE id = \(id)
            """)
    }

    /// What a code is sealed for, or with `grant` what it was exchanged for.
    static func place(_ id: UUID, _ what: String? = nil) -> String {
        "callbacks/\(id.text)" + (what.map { "/\($0)" } ?? "")
    }
}
