/// What decides whether an account may be scored. Its orders do not: a shop without any is accepted.
struct Account: Codable, Hashable, Sendable {
    let kind: Kind
    /// Its market, ISO 3166-1 alpha-2, such as `US`; nil where nobody tells it.
    let market: String?
    /// The channel says that it may sell.
    let isActive: Bool
    let permissions: Set<Permission>
    let documents: [Document: Document.State]
    /// Whether it is what it was offered as.
    var isOfKind = true

    /// What it is for.
    enum Kind: String, Codable, Sendable, CaseIterable {
        /// An own shop.
        case seller
        /// An affiliate.
        case creator

        /// What has to be read of it.
        var permissions: Set<Permission> {
            switch self {
            case .seller: [.shop, .products, .orders, .finance]
            case .creator: [.affiliate]
            }
        }
    }
}
