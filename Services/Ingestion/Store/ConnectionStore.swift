import Contracts
import Foundation
import Messaging
import Postgres

/// Connected shops: who they belong to, and what is told of them.
enum ConnectionStore {
    /// The shops that webhooks name, by the channel's ids.
    static func load(channelShops: [String], _ pipeline: inout Pipeline) -> Pending<[Connection]> {
        pipeline.rows(
            """
            SELECT \(unsafe: Connection.columns) FROM connections
            WHERE channel_shop = ANY(\(channelShops)) AND state <> 'disconnected'
            """, as: Connection.self)
    }

    /// One shop of each of these accounts, by the channel's ids of those.
    static func load(openIDs: [String], _ pipeline: inout Pipeline) -> Pending<[(String, Connection)]> {
        pipeline.rows(
            """
            SELECT DISTINCT ON (a.open_id) a.open_id, \(unsafe: Connection.columns(of: "c")) FROM connections AS c
            JOIN accounts AS a ON (a.tenant_id, a.id) = (c.tenant_id, c.account_id)
            WHERE a.open_id = ANY(\(openIDs)) AND c.state <> 'disconnected' ORDER BY a.open_id, c.tenant_id, c.shop_id
            """
        ) { row in (try row.next(String.self), try Connection(row: &row)) }
    }

    /// One shop.
    static func find(_ shop: ShopID, tenant: TenantID, _ client: some PostgresClient) async throws -> Connection? {
        try await client.first(
            """
            SELECT \(unsafe: Connection.columns) FROM connections
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid)
            """, as: Connection.self)
    }

    /// Whether nobody may speak for a shop; if so it stays like that until the end of the transaction.
    ///
    /// - Parameter sight: Other than `operations`: nor read it with what was granted to this brand.
    static func holdEnded(
        _ shop: ShopID, tenant: TenantID, as sight: Sight = .operations, _ transaction: Transaction
    ) async throws -> Bool {
        let state = try await transaction.first(
            """
            SELECT state FROM connections WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) FOR SHARE
            """, as: String.self)
        guard state != ConnectionChanged.State.connected.rawValue else { return false }
        guard sight != .operations else { return true }
        let granted = try await transaction.first(
            "SELECT state FROM read_grants WHERE tenant_id = \(tenant.uuid) AND id = \(shop.uuid) FOR SHARE",
            as: String.self)
        return granted != ConnectionChanged.State.connected.rawValue
    }

    /// The shops of an account, locked, in key order.
    static func lock(account: UUID, tenant: TenantID, _ client: some PostgresClient) async throws -> [Connection] {
        try await client.rows(
            """
            SELECT \(unsafe: Connection.columns) FROM connections
            WHERE tenant_id = \(tenant.uuid) AND account_id = \(account) ORDER BY shop_id FOR UPDATE
            """, as: Connection.self)
    }

    /// Writes shops; each is new or has a higher version than before.
    static func save(_ connections: [Connection], _ pipeline: inout Pipeline) {
        guard !connections.isEmpty else { return }
        let connections = connections.sorted { ($0.tenant, $0.shop) < ($1.tenant, $1.shop) }
        pipeline.run(
            """
            INSERT INTO connections AS old (\(unsafe: Connection.columns))
            SELECT \(unsafe: Connection.unpacked)
            FROM unnest(\(connections.map(\.tenant.uuid)), \(connections.map(\.shop.uuid)),
                \(connections.map(\.account)), \(connections.map(\.channelShop)), \(connections.map(\.cipher)),
                \(connections.map(\.title)), \(connections.map(\.region)), \(connections.map(\.state.rawValue)),
                \(connections.map { Int32($0.version) }), \(connections.map(\.connectedAt)),
                \(connections.map(\.zone)), \(connections.map(\.grantedText)))
                AS new (\(unsafe: Connection.columns))
            ON CONFLICT (tenant_id, shop_id) DO UPDATE SET account_id = excluded.account_id,
                cipher = excluded.cipher, title = excluded.title, region = excluded.region, state = excluded.state,
                version = excluded.version, zone = excluded.zone, granted = excluded.granted, changed_at = now()
            """)
    }
}

/// A connected shop.
struct Connection: PostgresRow, Hashable {
    let tenant: TenantID
    /// Ours, minted when it was first connected.
    let shop: ShopID
    var account: UUID
    let channelShop: String
    /// Names the shop in calls.
    var cipher: String
    var title: String
    /// ISO 3166-1 alpha-2.
    var region: String
    var state: ConnectionChanged.State
    /// Counts what was told of it.
    var version: Int
    let connectedAt: Date
    /// The IANA zone of its days; nil: the tenant's.
    var zone: String?
    /// What the seller has granted, to either of our apps; nil where the channel does not tell.
    var granted: [ConnectionChanged.Grant]?
    /// Who began the grant to the app that only reads, where that app's papers stand for the shop: no row of
    /// connections then.
    var grantor: TenantID?
    /// Whether it stands for a creator account, which is no shop.
    var isCreator = false
    /// Whether it may only be read.
    var isOnlyRead: Bool { grantor != nil }

    static let columns = """
        tenant_id, shop_id, account_id, channel_shop, cipher, title, region, state, version, connected_at, zone, granted
        """
    /// The same from a list of texts, since lists cannot be sent in lists.
    fileprivate static let unpacked = columns.replacing(
        ", granted", with: ", string_to_array(granted, ' ')")
    fileprivate var grantedText: String? { granted.map { $0.map(\.rawValue).joined(separator: " ") } }

    /// The columns of a table by another name.
    static func columns(of table: String) -> String {
        columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }

    init(row: inout RowReader) throws {
        tenant = TenantID(try row.next(UUID.self))
        shop = ShopID(try row.next(UUID.self))
        account = try row.next()
        channelShop = try row.next()
        cipher = try row.next()
        title = try row.next()
        region = try row.next()
        state = ConnectionChanged.State(rawValue: try row.next()) ?? .disconnected
        version = Int(try row.next(Int32.self))
        connectedAt = try row.next()
        zone = try row.next()
        granted = try row.next([String]?.self)?.compactMap(ConnectionChanged.Grant.init)
    }

    /// A shop that is connected for the first time.
    init(
        tenant: TenantID, shop: ShopID, account: UUID, channelShop: String, cipher: String, title: String,
        region: String, connectedAt: Date
    ) {
        self.tenant = tenant
        self.shop = shop
        self.account = account
        self.channelShop = channelShop
        self.cipher = cipher
        self.title = title
        self.region = region
        state = .connected
        version = 1
        self.connectedAt = connectedAt
    }

    /// What the platform is told.
    var message: ConnectionChanged {
        ConnectionChanged(
            shop: shop, version: version, channelShop: channelShop, title: title, region: region, state: state,
            connectedAt: Instant(connectedAt), zone: zone, granted: granted)
    }

    /// The same in another state, one version on.
    func becoming(_ state: ConnectionChanged.State) -> Connection {
        var copy = self
        copy.state = state
        copy.version += 1
        return copy
    }
}
