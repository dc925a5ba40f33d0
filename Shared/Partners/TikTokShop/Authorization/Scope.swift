public import Outbound

/// A permission that an app asks for in Partner Center and a seller grants by authorizing.
public struct Scope: OpenWord {
    /// The key as `granted_scopes` has it.
    public let rawValue: String

    /// Whether the channel's papers name the key. Of the others only the titles are published, and the keys here are
    /// what integrations use: one may be granted under another key.
    public var isDocumented: Bool { Self.documented.contains(self) }

    private static let documented: Set<Scope> = [
        .authorization, .orders, .products, .shop, .affiliate, .shopAnalytics,
    ]

    /// Any key.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// "Authorization": shops and webhook subscriptions.
    public static let authorization = Scope(rawValue: "seller.authorization.info")
    /// "Order Information".
    public static let orders = Scope(rawValue: "seller.order.info")
    /// "Product Basic": reading products and stock.
    public static let products = Scope(rawValue: "seller.product.basic")
    /// "Product Write": setting stock.
    public static let productChanges = Scope(rawValue: "seller.product.write")
    /// "Fulfillment Basic": packages, labels, shipping.
    public static let fulfillment = Scope(rawValue: "seller.fulfillment.basic")
    /// "Logistics Basic": warehouses, delivery options, providers.
    public static let logistics = Scope(rawValue: "seller.logistics")
    /// "Return & Refund Basic".
    public static let returns = Scope(rawValue: "seller.return_refund.basic")
    /// "Finance Information": statements, payments.
    public static let finance = Scope(rawValue: "seller.finance.info")
    /// "Read Affiliate Collaborations": a shop's orders that are credited to creators. Access is applied for.
    public static let affiliate = Scope(rawValue: "seller.affiliate_collaboration.read")
    /// "Shop Information": the seller's active shops.
    public static let shop = Scope(rawValue: "seller.shop.info")
    /// "Shop Analytics": the channel's own figures.
    public static let shopAnalytics = Scope(rawValue: "data.shop_analytics.public.read")
    /// "Customer Service": how buyers are answered.
    public static let customerService = Scope(rawValue: "seller.customer_service")
    /// A creator's own affiliate orders.
    public static let creatorAffiliate = Scope(rawValue: "creator.affiliate_collaboration.read")

    /// What is read where it was granted and done without where it was not: no command needs it, so that nobody is
    /// told that it is missing.
    static let optional: Set<Scope> = [
        .finance, .affiliate, .shop, .shopAnalytics, .customerService, .creatorAffiliate,
    ]
}
