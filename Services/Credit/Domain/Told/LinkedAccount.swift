import Contracts

/// An account that a person is scored by, as it was told last.
struct LinkedAccount: Sendable {
    let account: AccountID
    let kind: Account.Kind
    /// When the person took it up.
    let linkedAt: Instant
    /// Since when what goes on by itself is known; nil while the past is still to be told.
    let completeSince: Instant?
    /// Nil while nothing is told.
    var connection: ConnectionChanged?
    /// What our app that only reads is let see; nil while nothing is told.
    var grant: ReadGrantChanged?
    /// When either was told last.
    var toldAt: Instant?
    /// Nil while nothing is told.
    var facts: ShopFactsRead?
    /// What the person declares for its market.
    var documents: [Document: Document.State] = [:]

    /// ISO 3166-1 alpha-2; nil while nothing is told.
    var market: String? { facts?.region ?? connection?.region ?? grant?.region }

    /// Whether one of our apps may speak for it or read it.
    private var isConnected: Bool { connection?.state == .connected || grant?.state == .connected }

    /// What decides whether it may be scored; nil while nothing is told of it.
    var eligible: Account? {
        guard connection != nil || grant != nil, let market else { return nil }
        return Account(
            kind: kind, market: market, isActive: isConnected && facts?.isActive != false, permissions: permissions,
            documents: documents)
    }

    /// What may be read. Where nobody tells what was granted nothing is taken for withheld: what cannot be read is
    /// missing all the same.
    var permissions: Set<Permission> {
        let lists = [connection?.granted, grant?.granted].compactMap(\.self)
        guard !lists.isEmpty else { return kind.permissions }
        return Set(lists.joined().compactMap { Permission(rawValue: $0.rawValue) })
    }

    /// When what goes on by itself was read: now, as long as the account is connected.
    func readAt(_ asOf: Instant) -> Instant {
        isConnected ? asOf : min(toldAt ?? linkedAt, asOf)
    }
}
