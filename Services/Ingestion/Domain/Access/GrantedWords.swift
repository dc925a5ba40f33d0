import Contracts
import TikTokShop

/// What the scopes of a grant let be read, in our own words.
enum GrantedWords {
    /// Nil where the channel does not tell the scopes. Not every key is documented, so those of finance and of credited
    /// orders are known by a part of them.
    static func read(_ scopes: [String]) -> [ConnectionChanged.Grant]? {
        guard !scopes.isEmpty else { return nil }
        return ConnectionChanged.Grant.allCases.filter { grant in
            switch grant {
            case .shop: scopes.contains(Scope.authorization.rawValue)
            case .products: scopes.contains(Scope.products.rawValue)
            case .orders: scopes.contains(Scope.orders.rawValue)
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
}
