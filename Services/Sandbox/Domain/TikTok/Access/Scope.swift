/// What a token may do. The keys of fulfilment, logistics, returns, writing products, finance, customer service and of
/// creators are not documented: ours.
enum Scope: String, CaseIterable, Sendable {
    case authorization = "seller.authorization.info"
    case shop = "seller.shop.info"
    case order = "seller.order.info"
    case product = "seller.product.basic"
    case productWrite = "seller.product.write"
    case fulfillment = "seller.fulfillment.basic"
    case logistics = "seller.logistics"
    case returns = "seller.return_refund.basic"
    case finance = "seller.finance.info"
    case affiliate = "seller.affiliate_collaboration.read"
    case analytics = "data.shop_analytics.public.read"
    case service = "seller.customer_service"
    case creatorAffiliate = "creator.affiliate_collaboration.read"

    /// What an app that only reads may ask for.
    static let reading: [Scope] = [
        .authorization, .shop, .order, .product, .logistics, .returns, .finance, .affiliate, .analytics, .service,
        .creatorAffiliate,
    ]

    /// Whether a creator grants it; all others are sellers'.
    var isOfCreators: Bool { self == .creatorAffiliate }
}
