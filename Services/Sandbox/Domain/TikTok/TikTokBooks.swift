/// TikTok Shop's books: who sells what to whom, and who may call.
struct TikTokBooks: Sendable {
    var apps: [RegisteredApp]
    var acceptsZeroQuantity: Bool
    let cancelsLateOrders: Bool
    let lowStock: Int
    let mostOrders: Int

    var tokens: TokenOffice
    var limiter = RateLimiter()
    var subscriptions: [Subscription.Key: Subscription] = [:]
    /// Answers to decisions that came with an idempotency key.
    var replies = ReplyBook()

    var sellers: [String: Seller] = [:]
    let creators: [Creator]
    private(set) var shops: [String: Shop] = [:]
    private var shopByCipher: [String: String] = [:]
    var products: [String: Product] = [:]
    private(set) var skus: [String: SKU] = [:]
    var stock = StockBook()

    var orders = ShopTable<Order>()
    var packages = ShopTable<Package>()
    var cancellations = ShopTable<Cancellation>()
    var returns = ShopTable<ReturnCase>()
    /// Packages by the tracking number on them.
    var packagesByTracking: [String: [String]] = [:]
    /// Sales that found nothing on the shelf, per shop.
    var refusedSales: [String: Int] = [:]

    init(settings: Settings) {
        apps = settings.apps
        acceptsZeroQuantity = settings.acceptsZeroQuantity
        cancelsLateOrders = settings.cancelsLateOrders
        lowStock = settings.lowStock
        mostOrders = settings.mostOrders
        creators = Creator.all(seed: settings.seed)
        tokens = TokenOffice(seed: settings.seed)
        tokens.lifetimes = settings.lifetimes
        limiter.set(settings.rates, retryAfter: limiter.retryAfter)
    }

    /// Enters a shop and makes it findable by each app's cipher.
    mutating func enter(_ shop: Shop) {
        shops[shop.id] = shop
        sellers[shop.sellerID]?.shopIDs.append(shop.id)
        for app in apps { shopByCipher[shop.cipher(for: app.key)] = shop.id }
    }

    mutating func enter(_ product: Product) {
        products[product.id] = product
        shops[product.shopID]?.productIDs.append(product.id)
        for sku in product.skus { skus[sku.id] = sku }
    }

    func shop(cipher: String, appKey: String) -> Shop? {
        guard let shop = shopByCipher[cipher].flatMap({ shops[$0] }), shop.cipher(for: appKey) == cipher else {
            return nil
        }
        return shop
    }

    /// The shops in the order in which they were entered.
    var shopList: [Shop] {
        shops.values.sorted { $0.id < $1.id }
    }
}
