import Outbound

extension Endpoint {
    /// "Get Authorized Shops".
    public static let authorizedShops = Endpoint(
        "Get Authorized Shops", .get, "/authorization/202309/shops", .authorization, cipher: .forbidden)

    /// "Get Order List".
    public static let searchOrders = Endpoint("Get Order List", .post, "/order/202309/orders/search", .orders)
    /// "Get Order Detail".
    public static let getOrders = Endpoint("Get Order Detail", .get, "/order/202507/orders", .orders)

    /// "Search Products".
    public static let searchProducts = Endpoint(
        "Search Products", .post, "/product/202502/products/search", .products)
    /// "Get Product".
    public static let getProduct = Endpoint("Get Product", .get, "/product/202309/products/{product_id}", .products)
    /// "Activate Product".
    public static let activateProducts = Endpoint(
        "Activate Product", .post, "/product/202309/products/activate", .productChanges, changesSomething: true)
    /// "Deactivate Products".
    public static let deactivateProducts = Endpoint(
        "Deactivate Products", .post, "/product/202309/products/deactivate", .productChanges, changesSomething: true)
    /// "Inventory Search".
    public static let searchInventory = Endpoint(
        "Inventory Search", .post, "/product/202309/inventory/search", .products)
    /// "Update Inventory".
    public static let updateInventory = Endpoint(
        "Update Inventory", .post, "/product/202309/products/{product_id}/inventory/update", .productChanges,
        changesSomething: true)

    /// "Get Warehouse List".
    public static let warehouses = Endpoint("Get Warehouse List", .get, "/logistics/202309/warehouses", .logistics)
    /// "Get Shipping Providers".
    public static let shippingProviders = Endpoint(
        "Get Shipping Providers", .get, "/logistics/202309/delivery_options/{delivery_option_id}/shipping_providers",
        .logistics)

    /// "Mark Package As Shipped".
    public static let markShipped = Endpoint(
        "Mark Package As Shipped", .post, "/fulfillment/202309/orders/{order_id}/packages", .fulfillment,
        changesSomething: true)
    /// "Ship Package".
    public static let shipPackage = Endpoint(
        "Ship Package", .post, "/fulfillment/202309/packages/{package_id}/ship", .fulfillment, changesSomething: true)
    /// "Create Packages": buys TikTok's own label.
    public static let createPackage = Endpoint(
        "Create Packages", .post, "/fulfillment/202512/packages", .fulfillment, changesSomething: true)
    /// "Get Eligible Shipping Service".
    public static let shippingServices = Endpoint(
        "Get Eligible Shipping Service", .post, "/fulfillment/202309/orders/{order_id}/shipping_services/query",
        .fulfillment)
    /// "Get Package Shipping Document".
    public static let shippingDocument = Endpoint(
        "Get Package Shipping Document", .get, "/fulfillment/202309/packages/{package_id}/shipping_documents",
        .fulfillment)
    /// "Get Tracking": where an order's parcels have been seen.
    public static let tracking = Endpoint(
        "Get Tracking", .get, "/fulfillment/202309/orders/{order_id}/tracking", .fulfillment)
    /// "Update Shipping Info" of an order.
    public static let updateOrderShipping = Endpoint(
        "Update Shipping Info", .post, "/fulfillment/202309/orders/{order_id}/shipping_info/update", .fulfillment,
        changesSomething: true)
    /// "Update Package Shipping Info".
    public static let updatePackageShipping = Endpoint(
        "Update Package Shipping Info", .post, "/fulfillment/202309/packages/{package_id}/shipping_info/update",
        .fulfillment, changesSomething: true)

    /// "Search Cancellations".
    public static let searchCancellations = Endpoint(
        "Search Cancellations", .post, "/return_refund/202602/cancellations/search", .returns)
    /// "Cancel Order".
    public static let cancelOrder = Endpoint(
        "Cancel Order", .post, "/return_refund/202602/cancellations", .returns, changesSomething: true)
    /// "Get Aftersale Eligibility": which reasons a cancellation may name.
    public static let eligibility = Endpoint(
        "Get Aftersale Eligibility", .get, "/return_refund/202602/orders/{order_id}/aftersale_eligibility", .returns)
    /// "Approve Cancellation".
    public static let approveCancellation = Endpoint(
        "Approve Cancellation", .post, "/return_refund/202309/cancellations/{cancel_id}/approve", .returns,
        changesSomething: true)
    /// "Search Returns".
    public static let searchReturns = Endpoint(
        "Search Returns", .post, "/return_refund/202602/returns/search", .returns)

    /// "Update Shop Webhook".
    public static let subscribeWebhook = Endpoint(
        "Update Shop Webhook", .put, "/event/202309/webhooks", .authorization, changesSomething: true)
    /// "Get Shop Webhooks".
    public static let listWebhooks = Endpoint("Get Shop Webhooks", .get, "/event/202309/webhooks", .authorization)
    /// "Delete Shop Webhook".
    public static let deleteWebhook = Endpoint(
        "Delete Shop Webhook", .delete, "/event/202309/webhooks", .authorization, changesSomething: true)

    /// "Get Statements".
    public static let statements = Endpoint("Get Statements", .get, "/finance/202309/statements", .finance)
    /// "Get Transactions by Statement".
    public static let statementTransactions = Endpoint(
        "Get Transactions by Statement", .get, "/finance/202501/statements/{statement_id}/statement_transactions",
        .finance)
    /// "Get Payments".
    public static let payments = Endpoint("Get Payments", .get, "/finance/202309/payments", .finance)

    /// "Search Seller Affiliate Orders".
    public static let sellerAffiliateOrders = Endpoint(
        "Search Seller Affiliate Orders", .post, "/affiliate_seller/202410/orders/search", .affiliate)
    /// "Search Creator Affiliate Orders".
    public static let creatorAffiliateOrders = Endpoint(
        "Search Creator Affiliate Orders", .post, "/affiliate_creator/202410/orders/search", .creatorAffiliate,
        cipher: .forbidden)

    /// "Get Active Shops".
    public static let activeShops = Endpoint(
        "Get Active Shops", .get, "/seller/202309/shops", .shop, cipher: .forbidden)
    /// "Get Shop Performance".
    public static let shopPerformance = Endpoint(
        "Get Shop Performance", .get, "/analytics/202405/shop/performance", .shopAnalytics)
    /// "Get Customer Service Performance".
    public static let servicePerformance = Endpoint(
        "Get Customer Service Performance", .get, "/customer_service/202407/performance", .customerService)

    /// Every endpoint without which something that the platform does would fail.
    public static let needed = all.filter { !Scope.optional.contains($0.scope) }

    /// Every endpoint that this client calls.
    public static let all = [
        authorizedShops, searchOrders, getOrders, searchProducts, getProduct, activateProducts, deactivateProducts,
        searchInventory, updateInventory,
        warehouses, shippingProviders, markShipped, shipPackage, createPackage, shippingServices,
        shippingDocument, tracking, updateOrderShipping, updatePackageShipping,
        searchCancellations, cancelOrder, eligibility, approveCancellation, searchReturns,
        subscribeWebhook,
        listWebhooks, deleteWebhook,
        statements, statementTransactions, payments, sellerAffiliateOrders, creatorAffiliateOrders, activeShops,
        shopPerformance, servicePerformance,
    ]

    private init(
        _ name: String, _ method: HTTPMethod, _ template: String, _ scope: Scope, cipher: CipherRule = .required,
        changesSomething: Bool = false
    ) {
        self.init(
            name: name, method: method, template: template, cipher: cipher, changesSomething: changesSomething,
            scope: scope)
    }
}
