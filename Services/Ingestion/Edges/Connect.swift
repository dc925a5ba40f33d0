import Contracts
import Crypto
import Foundation
import Messaging
import Outbound
import Postgres
import TikTokShop

/// Connecting a seller: sends the browser to the channel with a state that only we can have made, and takes it back.
/// The HTTP around it is the gateway's; what calls the channel is work (``FinishConnection``).
struct Connect: Sendable {
    let desk: ChannelDesk
    /// Of the app for operations.
    let page: AuthorizationPage
    /// Of the app that only reads; nil where there is none.
    var readingPage: AuthorizationPage?

    /// How long a seller may take to agree; a code lives half an hour.
    private static let stateLife: TimeInterval = 1800
    /// How often it is looked whether the work is done.
    private static let pause = Duration.milliseconds(100)

    /// What a browser brought back.
    enum Taken: Hashable, Sendable {
        /// A code that is being exchanged now.
        case wanted(UUID)
        /// The sentence is to be shown as it is.
        case refused(String)
    }

    /// Begins: the address to send the browser to. A market that does not work refuses nothing here; it merely has no
    /// ship call.
    ///
    /// - Returns: Nil where the app that is asked for is not set.
    func begin(
        _ market: AuthorizationPage.Market, app: PartnerApp = .operations, holder: Holder = .seller, tenant: TenantID,
        _ client: some PostgresClient
    ) async throws -> String? {
        guard let page = app == .operations ? page : readingPage else { return nil }
        let state = Self.newState()
        try await client.run(
            """
            INSERT INTO oauth_states (tenant_id, state_hash, market, app, expires_at)
            VALUES (\(tenant.uuid), \(Self.hash(state)), \(market.rawValue), \(app.rawValue),
                \(desk.now().addingTimeInterval(Self.stateLife)))
            """)
        return holder == .creator ? page.creatorURL(state: state) : page.url(market, state: state)
    }

    /// Takes what the browser brought back: uses up the state, keeps the code and wants it exchanged, all or nothing.
    func take(_ query: [QueryItem], _ transaction: MessagingTransaction) async throws -> Taken {
        switch AuthorizationRedirect(query: query) {
        case .malformed: return .refused("The address lacks the code that TikTok Shop gives. Start again.")
        case .refused(let reason, _): return .refused("TikTok Shop says that access was not granted: \(reason).")
        case .granted(let code, let state?):
            guard let (tenant, app) = try await use(state, transaction.database) else {
                return .refused(
                    "This connection was begun too long ago, or elsewhere, or was finished before. Start again.")
            }
            return try await want(code, tenant: tenant, app: app, transaction)
        // From Seller Center's app store, and on authorizing again there, no state comes back: then it can only be the
        // renewal of a connection that exists.
        case .granted(let code, nil):
            let app: PartnerApp = readingPage?.isNamed(by: query) == true ? .credit : .operations
            return try await want(code, tenant: nil, app: app, transaction)
        }
    }

    /// What came of a code; nil while the channel has not answered.
    ///
    /// - Parameter patience: How long to wait for it.
    func outcome(of id: UUID, within patience: Duration) async throws -> Callback? {
        let end = ContinuousClock.now + patience
        while true {
            let callback = try await CallbackStore.find(id, desk.database)
            if let callback, callback.state != .wanted { return callback }
            guard ContinuousClock.now + Self.pause < end else { return nil }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Used up in one statement, so that a state works once whoever else holds it.
    private func use(_ state: String, _ transaction: Transaction) async throws -> (TenantID, PartnerApp)? {
        try await transaction.first(
            """
            UPDATE oauth_states SET used_at = now()
            WHERE state_hash = \(Self.hash(state)) AND used_at IS NULL AND expires_at > \(desk.now())
            RETURNING tenant_id, app
            """, as: (UUID, String).self
        ).map { (TenantID($0), PartnerApp(rawValue: $1) ?? .operations) }
    }

    private func want(
        _ code: Credential, tenant: TenantID?, app: PartnerApp, _ transaction: MessagingTransaction
    ) async throws -> Taken {
        let id = UUID.v7(at: desk.now())
        try await CallbackStore.keep(
            code, as: id, tenant: tenant, app: app, desk.accounts.access, transaction.database)
        try await transaction.enqueue([FinishConnection.item(id, tenant: tenant)])
        return .wanted(id)
    }

    // MARK: States

    /// 32 random bytes in the alphabet of RFC 4648 §5.
    private static func newState() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static func hash(_ state: String) -> [UInt8] {
        Array(SHA256.hash(data: Data(state.utf8)))
    }
}
