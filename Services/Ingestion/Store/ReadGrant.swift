import Contracts
import Foundation
import Postgres

/// A shop or a creator account that the app which only reads may see.
struct ReadGrant: PostgresRow, Hashable {
    let tenant: TenantID
    /// The shop's id or the creator's.
    let id: UUID
    let holder: Holder
    var account: UUID
    /// The channel's id of the shop; of a creator, of the account.
    let channelAccount: String
    /// Names the shop in calls of that app; empty for a creator.
    var cipher: String
    var title: String
    /// ISO 3166-1 alpha-2; empty where the channel does not tell.
    var region: String
    var state: ConnectionChanged.State
    /// Nil where the channel does not tell.
    var granted: [ConnectionChanged.Grant]?
    /// Counts what was told of it.
    var version: Int
    let grantedAt: Date

    static let columns = """
        tenant_id, id, holder, account_id, channel_account, cipher, title, region, state, granted, version, granted_at
        """

    init(row: inout RowReader) throws {
        tenant = TenantID(try row.next(UUID.self))
        id = try row.next()
        holder = Holder(rawValue: try row.next()) ?? .seller
        account = try row.next()
        channelAccount = try row.next()
        cipher = try row.next()
        title = try row.next()
        region = try row.next()
        state = ConnectionChanged.State(rawValue: try row.next()) ?? .disconnected
        granted = try row.next([String]?.self)?.compactMap(ConnectionChanged.Grant.init)
        version = Int(try row.next(Int32.self))
        grantedAt = try row.next()
    }

    /// One that is granted for the first time.
    init(tenant: TenantID, id: UUID, holder: Holder, account: UUID, channelAccount: String, grantedAt: Date) {
        self.tenant = tenant
        self.id = id
        self.holder = holder
        self.account = account
        self.channelAccount = channelAccount
        (cipher, title, region) = ("", "", "")
        state = .connected
        version = 0
        self.grantedAt = grantedAt
    }

    /// The same in another state, one version on.
    func becoming(_ state: ConnectionChanged.State) -> ReadGrant {
        var copy = self
        copy.state = state
        copy.version += 1
        return copy
    }

    /// What the platform is told.
    var message: ReadGrantChanged {
        ReadGrantChanged(
            shop: holder == .seller ? ShopID(id) : nil, creator: holder == .creator ? CreatorID(id) : nil,
            version: version, channelAccount: channelAccount, title: title, region: region.nonEmpty, state: state,
            granted: granted, grantedAt: Instant(nearest: grantedAt))
    }

    /// The shop as work sees it with these papers.
    ///
    /// - Parameters:
    ///   - tenant: Whose rows are written: the brand that the shop is connected for, else whoever began the grant.
    ///   - known: Its connection for operations, where there is one, live or not.
    func connection(of tenant: TenantID, like known: Connection?) -> Connection {
        var connection = Connection(
            tenant: tenant, shop: ShopID(id), account: account, channelShop: channelAccount, cipher: cipher,
            title: title, region: region.nonEmpty ?? known?.region ?? "", connectedAt: known?.connectedAt ?? grantedAt)
        connection.grantor = self.tenant
        connection.isCreator = holder == .creator
        return connection
    }
}
