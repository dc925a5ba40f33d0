/// Whether a person can be scored: with one account that has no obstacle, by that account.
struct Eligibility: Hashable, Sendable {
    /// Of each account, in the order given.
    let obstacles: [[Obstacle]]
    /// What keeps the person from being scored; empty when nothing does.
    let blocking: [Obstacle]

    init(_ accounts: [Account], in markets: Markets) {
        obstacles = accounts.map { $0.obstacles(in: markets) }
        if obstacles.contains(where: \.isEmpty) {
            blocking = []
        } else {
            // The account that is nearest to being accepted, the first of equals.
            blocking = obstacles.min { $0.count < $1.count } ?? [.noActiveShop]
        }
    }

    var isEligible: Bool { blocking.isEmpty }
}

extension Account {
    /// The papers that its market asks for, and how far they are; none where it is not open.
    func papers(in markets: Markets) -> [AskedPaper] {
        guard isOfKind, let market = market.flatMap(markets.market) else { return [] }
        return market.asks(kind).map { AskedPaper(market: market.country, document: $0, state: documents[$0]) }
    }

    /// What stands in the way, in the order in which it has to be put right.
    func obstacles(in markets: Markets) -> [Obstacle] {
        guard isOfKind else { return [.otherKind] }
        guard let country = market else { return isActive ? [.marketUnknown] : [.noActiveShop] }
        guard let market = markets.market(country) else {
            return [markets.blocked.contains(country) ? .regionBlocked(country) : .regionNotYet(country)]
        }
        let asked = market.asks(kind)
        let permissions = Permission.allCases.filter { kind.permissions.subtracting(self.permissions).contains($0) }
        let documents = asked.filter { self.documents[$0] == nil }
        let refused = asked.filter { self.documents[$0].map { !$0.holds } ?? false }
        return [
            isActive ? nil : .noActiveShop, permissions.isEmpty ? nil : .missingPermissions(permissions),
            documents.isEmpty ? nil : .missingDocuments(documents),
            refused.isEmpty ? nil : .refusedDocuments(refused),
        ].compactMap(\.self)
    }
}
