/// Reading products, and taking them on and off sale.
enum ProductAnswers {
    private struct Filter: Decodable {
        var status: String?
        var sellerSkus: [String]?
        var skuIds: [String]?
        var createTimeGe: Int?
        var createTimeLe: Int?
        var updateTimeGe: Int?
        var updateTimeLe: Int?

        /// Unlike those of orders, upper bounds of products belong to the window.
        func fits(_ product: Product) -> Bool {
            let wanted = status ?? "ALL"
            return (wanted == "ALL" ? product.status != .deleted : wanted == product.status.rawValue)
                && isWithin(product.created.seconds, createTimeGe, createTimeLe.map { $0 + 1 })
                && isWithin(product.updated.seconds, updateTimeGe, updateTimeLe.map { $0 + 1 })
                && (sellerSkus.map { names in product.skus.contains { names.contains($0.sellerSKU) } } ?? true)
                && (skuIds.map { ids in product.skus.contains { ids.contains($0.id) } } ?? true)
        }
    }

    private static let statuses: Set<String> = [
        "ALL", "DRAFT", "PENDING", "FAILED", "ACTIVATE", "SELLER_DEACTIVATED", "PLATFORM_DEACTIVATED", "FREEZE",
        "DELETED",
    ]

    @Sendable static func search(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let filter = try call.body(Filter.self, TikTokError.product)
        guard statuses.contains(filter.status ?? "ALL") else { throw TikTokError.product("Invalid parameter: status") }
        guard (filter.sellerSkus?.count ?? 0) <= 10, (filter.skuIds?.count ?? 0) <= 10 else {
            throw TikTokError.product("Invalid parameter: at most 10 seller_skus or sku_ids")
        }
        let request = try call.page(1...100, default: 20)
        let shop = try call.shop()
        let found = shop.productIDs.compactMap { world.tiktok.products[$0] }.filter(filter.fits)
        guard found.count <= 10_000 else {
            throw TikTokError(code: 12_052_180, message: "More than 10000 results: narrow the time window")
        }
        let page = Page(found.map { PageKey(value: $0.created.seconds, id: $0.id) }, request)
        return [
            "products": .array(
                page.ids.compactMap { world.tiktok.products[$0] }.map { world.json($0, market: shop.market) }),
            "next_page_token": .string(page.nextToken), "total_count": .int(page.total),
        ]
    }

    @Sendable static func get(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shop = try call.shop()
        let product = try world.product(call.ids[0], of: shop)
        return world.json(product, market: shop.market).adding(world.details(product))
    }

    private struct Wish: Decodable {
        let productIds: [String]
    }

    @Sendable static func activate(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        try setStatus(.active, &world, call)
    }

    @Sendable static func deactivate(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        try setStatus(.sellerDeactivated, &world, call)
    }

    private static func setStatus(_ status: Product.Status, _ world: inout World, _ call: TikTokCall) throws -> JSON {
        let wish = try call.body(Wish.self, TikTokError.product)
        guard (1...20).contains(wish.productIds.count) else {
            throw TikTokError.product("Invalid parameter: product_ids must hold 1 to 20 ids")
        }
        let shop = try call.shop()
        var errors: [JSON] = []
        for id in wish.productIds {
            do {
                world.setStatus(status, of: try world.product(id, of: shop).id)
            } catch let error as TikTokError {
                errors.append([
                    "code": .int(error.code), "message": .string(error.message),
                    "detail": ["product_id": .string(id)],
                ])
            }
        }
        return errors.isEmpty ? [:] : ["errors": .array(errors)]
    }
}

extension World {
    func product(_ id: String, of shop: Shop) throws -> Product {
        guard let product = tiktok.products[id], product.shopID == shop.id else {
            throw TikTokError(code: 12_052_048, message: "Product not found")
        }
        return product
    }
}
