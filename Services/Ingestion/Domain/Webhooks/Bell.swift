import Contracts
import TikTokShop

/// What a webhook tells us to look at again. It is a doorbell: nothing that it says of an order is believed.
enum Bell: Hashable, Sendable {
    /// These orders, by the channel's ids.
    case orders([String])
    /// The cancellations and returns of a shop, and this order with them, since they show in it.
    case afterSales(order: String?)
    /// These listings, by the channel's ids; none: which ones it does not say.
    case products([String])
    /// The seller, or the creator, took the app away.
    case deauthorized
    /// The authorization ends soon.
    case expiring(Instant?)
    /// Nothing that we keep; it is stored all the same.
    case nothing

    /// Whether it says that a consent has ended, or will.
    var isAboutConsent: Bool {
        switch self {
        case .deauthorized, .expiring: true
        default: false
        }
    }

    /// When a consent ends, where it says so.
    var end: Instant? {
        if case .expiring(let end) = self { end } else { nil }
    }

    /// Orders that one webhook may name.
    static let mostOrders = 500
    /// Listings that one webhook may name; one that names more asks for the whole catalogue.
    static let mostProducts = 100

    /// What a webhook asks for. Kinds that are not known ask for the orders that they name, if any: the vendor adds
    /// kinds without notice, and a read too many harms nobody.
    init(_ event: WebhookEvent) {
        let orders = event.data.orderIDs.filter(OrderReader.isIdentifier)
        switch event.type {
        case .cancellation, .returnStatus, .afterSale, .returnOfGoods, .refundPaid:
            self = .afterSales(order: orders.first)
        case .productStatus, .productInformation, .productCreation, .inventoryChanged, .productCategory, .stockStatus,
            .productAudit, .combinedListing, .skuStatus:
            let products = event.data.productIDs.filter(OrderReader.isIdentifier)
            self = .products(products.count > Self.mostProducts ? [] : products)
        case .deauthorization, .creatorDeauthorization: self = .deauthorized
        case .expiration: self = .expiring(event.data.expirationTime?.instant)
        default: self = orders.isEmpty ? .nothing : .orders(Array(orders.prefix(Self.mostOrders)))
        }
    }
}
