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
    /// When its readings came through last; nil while nothing is told.
    var readings: AccountRead?
    /// Where the person declares to be as a creator; nil: nowhere.
    private(set) var declaredMarket: String?
    /// What the person declares for its market.
    private(set) var documents: [Document: Document.State] = [:]

    /// ISO 3166-1 alpha-2; nil while nobody tells it. Of creator accounts a channel may never tell it: then it is where
    /// the person has declared to be.
    var market: String? {
        let told = [facts?.region, connection?.region, grant?.region].compactMap(\.self).first { !$0.isEmpty }
        return told ?? declaredMarket
    }

    /// The channel's name of it; nil while nothing is told.
    var channelAccount: String? { connection?.channelShop ?? grant?.channelAccount }

    /// What it is, whatever it was offered as; nil while nothing is told of it.
    private var toldKind: Account.Kind? {
        if connection != nil || grant?.shop != nil { return .seller }
        return grant?.creator == nil ? nil : .creator
    }

    /// Whether one of our apps may speak for it or read it.
    fileprivate var isConnected: Bool { connection?.state == .connected || grant?.state == .connected }

    /// What decides whether it may be scored; nil while nothing is told of it.
    var eligible: Account? {
        guard let toldKind else { return nil }
        return Account(
            kind: kind, market: market, isActive: isConnected && facts?.isActive != false, permissions: permissions,
            documents: documents, isOfKind: toldKind == kind)
    }

    /// What may be read, by the papers that are live. Where nobody tells what was granted nothing is taken for
    /// withheld: what cannot be read is missing all the same. Orders of a connected shop are read by its connection
    /// alone, whatever our app that only reads is let see.
    var permissions: Set<Permission> {
        let own = connection?.state == .connected ? connection?.granted : nil
        let seen = grant?.state == .connected ? grant?.granted : nil
        guard own != nil || seen != nil else { return kind.permissions }
        let words = (own ?? []) + (seen ?? []).filter { own == nil || $0 != .orders }
        return Set(words.compactMap { Permission(rawValue: $0.rawValue) })
    }

    /// When what a permission lets us read was read last, as far as it is told: without that, when the account was
    /// taken up or told of.
    func readAt(_ permission: Permission, _ asOf: Instant) -> Instant {
        let first = max(linkedAt, toldAt ?? linkedAt)
        let read =
            switch permission {
            case .shop, .products: [readings?.facts, facts?.readAt].compactMap(\.self).max()
            case .orders: readings?.orders
            case .finance: readings?.finance
            case .affiliate: readings?.affiliate
            }
        return min(read ?? first, asOf)
    }

    /// Takes the person's papers: those for its market count. Where nobody tells the market of a creator account, it is
    /// the one for which its owner declared last who they are.
    ///
    /// - Parameter papers: The last declared one first.
    mutating func hold(_ papers: [Paper]) {
        if kind == .creator {
            let proofs = papers.filter { $0.document == .identity }
            declaredMarket = (proofs.first(where: \.state.holds) ?? proofs.first)?.market
        }
        let own = papers.filter { $0.market == market }.map { ($0.document, $0.state) }
        documents = Dictionary(own) { first, _ in first }
    }
}

/// A paper that a person declares to have for a market.
struct Paper: Sendable {
    /// ISO 3166-1 alpha-2.
    let market: String
    let document: Document
    let state: Document.State
}

extension [LinkedAccount] {
    /// Each account once, however many brands it was connected for: a connected one before one that is so no longer,
    /// and the one that was taken up first.
    var distinct: [LinkedAccount] {
        var (ids, names): (Set<AccountID>, Set<String>) = ([], [])
        let order = sorted { left, right in
            if left.isConnected != right.isConnected { return left.isConnected }
            return (left.linkedAt, left.account) < (right.linkedAt, right.account)
        }
        return order.filter { one in
            let isNew = ids.insert(one.account).inserted
            guard let name = one.channelAccount else { return isNew }
            return names.insert("\(one.kind.rawValue)/\(name)").inserted && isNew
        }
    }
}
