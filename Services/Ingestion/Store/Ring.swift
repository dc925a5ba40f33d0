import Contracts

/// For whom a webhook rings.
enum Ring: Sendable {
    /// A shop that is connected for operations.
    case shop(Connection)
    /// What the app that only reads may see.
    case grant(ReadGrant)

    var tenant: TenantID {
        switch self {
        case .shop(let shop): shop.tenant
        case .grant(let grant): grant.tenant
        }
    }

    var shop: ShopID {
        switch self {
        case .shop(let shop): shop.shop
        case .grant(let grant): ShopID(grant.id)
        }
    }
}
