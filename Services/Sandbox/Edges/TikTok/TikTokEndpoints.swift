/// The table of contents: every call of TikTok Shop that the sandbox answers.
enum TikTokEndpoints {
    static let all: [TikTokEndpoint] = access + selling + shipping + afterSales + figures

    private static let access: [TikTokEndpoint] = [
        .init(
            "authorization.shops", "GET", "/authorization/{version}/shops", ["202309"], .authorization, .lightRead,
            cipher: .forbidden, AccessAnswers.shops),
        .init(
            "seller.shops", "GET", "/seller/{version}/shops", ["202309"], .shop, .lightRead, cipher: .forbidden,
            AccessAnswers.sellerShops),
        .init(
            "webhook.set", "PUT", "/event/{version}/webhooks", ["202309"], .authorization, .write,
            SubscriptionAnswers.set),
        .init(
            "webhook.list", "GET", "/event/{version}/webhooks", ["202309"], .authorization, .lightRead,
            SubscriptionAnswers.list),
        .init(
            "webhook.delete", "DELETE", "/event/{version}/webhooks", ["202309"], .authorization, .write,
            SubscriptionAnswers.delete),
    ]

    private static let selling: [TikTokEndpoint] = [
        .init(
            "order.search", "POST", "/order/{version}/orders/search", ["202309"], .order, .read, OrderAnswers.search),
        .init(
            "order.detail", "GET", "/order/{version}/orders", ["202309", "202507"], .order, .read, OrderAnswers.detail),
        .init(
            "product.search", "POST", "/product/{version}/products/search", ["202309", "202312", "202502"], .product,
            .read, ProductAnswers.search),
        .init(
            "product.get", "GET", "/product/{version}/products/{id}", ["202309"], .product, .read, ProductAnswers.get),
        .init(
            "product.activate", "POST", "/product/{version}/products/activate", ["202309"], .productWrite, .heavyWrite,
            ProductAnswers.activate),
        .init(
            "product.deactivate", "POST", "/product/{version}/products/deactivate", ["202309"], .productWrite,
            .heavyWrite, ProductAnswers.deactivate),
        .init(
            "inventory.search", "POST", "/product/{version}/inventory/search", ["202309"], .product, .read,
            InventoryAnswers.search),
        .init(
            "inventory.update", "POST", "/product/{version}/products/{id}/inventory/update", ["202309"], .productWrite,
            .write, InventoryAnswers.update),
        .init(
            "logistics.warehouses", "GET", "/logistics/{version}/warehouses", ["202309"], .logistics, .lightRead,
            LogisticsAnswers.warehouses),
        .init(
            "logistics.delivery_options", "GET", "/logistics/{version}/warehouses/{id}/delivery_options", ["202309"],
            .logistics, .lightRead, LogisticsAnswers.deliveryOptions),
        .init(
            "logistics.providers", "GET", "/logistics/{version}/delivery_options/{id}/shipping_providers", ["202309"],
            .logistics, .lightRead, LogisticsAnswers.providers),
    ]

    private static let shipping: [TikTokEndpoint] = [
        .init(
            "package.mark_shipped", "POST", "/fulfillment/{version}/orders/{id}/packages", ["202309", "202610"],
            .fulfillment, .write, ShippingAnswers.markShipped),
        .init(
            "package.batch_ship", "POST", "/fulfillment/{version}/packages/ship", ["202309"], .fulfillment, .heavyWrite,
            ShippingAnswers.shipMany),
        .init(
            "package.ship", "POST", "/fulfillment/{version}/packages/{id}/ship", ["202309"], .fulfillment, .write,
            ShippingAnswers.ship),
        .init(
            "package.create", "POST", "/fulfillment/{version}/packages", ["202309", "202512"], .fulfillment, .write,
            ShippingAnswers.create),
        .init(
            "package.services", "POST", "/fulfillment/{version}/orders/{id}/shipping_services/query", ["202309"],
            .fulfillment, .read, ShippingAnswers.services),
        .init(
            "package.document", "GET", "/fulfillment/{version}/packages/{id}/shipping_documents", ["202309"],
            .fulfillment, .read, PackageAnswers.document),
        .init(
            "order.fix_tracking", "POST", "/fulfillment/{version}/orders/{id}/shipping_info/update", ["202309"],
            .fulfillment, .write, ShippingAnswers.fixOrderTracking),
        .init(
            "package.fix_tracking", "POST", "/fulfillment/{version}/packages/{id}/shipping_info/update",
            ["202309", "202610"], .fulfillment, .write, ShippingAnswers.fixPackageTracking),
        .init(
            "package.search", "POST", "/fulfillment/{version}/packages/search", ["202309"], .fulfillment, .read,
            PackageAnswers.search),
        .init(
            "package.detail", "GET", "/fulfillment/{version}/packages/{id}", ["202309"], .fulfillment, .read,
            PackageAnswers.detail),
        .init(
            "order.tracking", "GET", "/fulfillment/{version}/orders/{id}/tracking", ["202309"], .fulfillment, .read,
            PackageAnswers.tracking),
    ]

    private static let afterSales: [TikTokEndpoint] = [
        .init(
            "cancellation.search", "POST", "/return_refund/{version}/cancellations/search", ["202309", "202602"],
            .returns, .read, CancellationAnswers.search),
        .init(
            "cancellation.create", "POST", "/return_refund/{version}/cancellations", ["202309", "202602"], .returns,
            .write, CancellationAnswers.create),
        .init(
            "cancellation.approve", "POST", "/return_refund/{version}/cancellations/{id}/approve", ["202309"], .returns,
            .write, CancellationAnswers.approve),
        .init(
            "cancellation.reject", "POST", "/return_refund/{version}/cancellations/{id}/reject", ["202309"], .returns,
            .write, CancellationAnswers.reject),
        .init(
            "return.search", "POST", "/return_refund/{version}/returns/search", ["202309", "202602"], .returns, .read,
            ReturnAnswers.search),
        .init(
            "return.approve", "POST", "/return_refund/{version}/returns/{id}/approve", ["202309"], .returns, .write,
            ReturnAnswers.approve),
        .init(
            "return.reject", "POST", "/return_refund/{version}/returns/{id}/reject", ["202309", "202606"], .returns,
            .write, ReturnAnswers.reject),
        .init(
            "return.reasons", "GET", "/return_refund/{version}/reject_reasons", ["202309"], .returns, .lightRead,
            ReturnAnswers.rejectReasons),
        .init(
            "aftersale.eligibility", "GET", "/return_refund/{version}/orders/{id}/aftersale_eligibility",
            ["202309", "202602"], .returns, .lightRead, ReturnAnswers.eligibility),
    ]

    private static let figures: [TikTokEndpoint] = [
        .init(
            "finance.statements", "GET", "/finance/{version}/statements", ["202309"], .finance, .read,
            FinanceAnswers.statements),
        .init(
            "finance.transactions", "GET", "/finance/{version}/statements/{id}/statement_transactions", ["202501"],
            .finance, .read, FinanceAnswers.transactions),
        .init(
            "finance.payments", "GET", "/finance/{version}/payments", ["202309"], .finance, .read,
            FinanceAnswers.payments),
        .init(
            "affiliate.seller_orders", "POST", "/affiliate_seller/{version}/orders/search", ["202410"], .affiliate,
            .read, AffiliateAnswers.ofShop),
        .init(
            "affiliate.creator_orders", "POST", "/affiliate_creator/{version}/orders/search", ["202410"],
            .creatorAffiliate, .read, cipher: .forbidden, AffiliateAnswers.ofCreator),
        .init(
            "shop.performance", "GET", "/analytics/{version}/shop/performance", ["202405"], .analytics, .read,
            PerformanceAnswers.shop),
        .init(
            "service.performance", "GET", "/customer_service/{version}/performance", ["202407"], .service, .read,
            PerformanceAnswers.service),
    ]
}
