import Contracts
import TikTokShop

/// What the scopes of a grant let be read, in our own words.
enum GrantedWords {
    /// Nil where the channel does not tell the scopes. Not every key is documented, so those of returns, of finance and
    /// of credited orders are known by a part of them.
    static func read(_ scopes: [String]) -> [ConnectionChanged.Grant]? {
        guard !scopes.isEmpty else { return nil }
        return ConnectionChanged.Grant.allCases.filter { grant in
            switch grant {
            case .shop: scopes.contains(Scope.authorization.rawValue)
            case .products: scopes.contains(Scope.products.rawValue)
            // Orders without their returns would pass for orders that were all kept.
            case .orders:
                scopes.contains(Scope.orders.rawValue) && scopes.contains { $0.contains("return_refund") }
            case .finance: scopes.contains { $0.contains("finance") }
            case .affiliate: scopes.contains { $0.contains("affiliate_collaboration") }
            }
        }
    }

    /// What either of two consents lets be read.
    static func union(
        _ first: [ConnectionChanged.Grant]?, _ second: [ConnectionChanged.Grant]?
    ) -> [ConnectionChanged.Grant]? {
        guard let first, let second else { return first ?? second }
        return ConnectionChanged.Grant.allCases.filter { first.contains($0) || second.contains($0) }
    }

    /// What may be read of a connected shop: by its connection, or by a grant to the app that only reads. Its orders
    /// and returns are read by the connection alone, whatever the grant would let us see.
    static func connected(
        _ own: [ConnectionChanged.Grant]?, seen: [ConnectionChanged.Grant]?
    ) -> [ConnectionChanged.Grant]? {
        guard let own else { return seen }
        return union(own, seen?.filter { $0 != .orders })
    }
}
