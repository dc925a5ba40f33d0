/// Orders that are credited to creators, as the seller and as the creator see them.
enum AffiliateAnswers {
    private struct Filter: Decodable {
        var createTimeGe: Int?
        var createTimeLt: Int?
    }

    /// A credited listing of an order: what pages are cut by, before the listings of an order are put together.
    private struct Entry {
        let order: Order
        let credit: AffiliateCredit
        let row: AffiliateCredit.Row
        let isSettled: Bool

        var settlementStatus: String {
            if order.status == .unpaid { return "AWAITING PAYMENT" }
            if row.undone == row.units { return "INELIGIBLE" }
            return isSettled ? "SETTLED" : "To-SETTLE"
        }
    }

    /// The longest span of time that a seller may ask for: three months.
    private static let longestWindow = 92 * 86_400

    @Sendable static func ofShop(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let filter = try call.body(Filter.self, TikTokError.affiliate)
        if let from = filter.createTimeGe, (filter.createTimeLt ?? world.now.seconds) - from > longestWindow {
            throw TikTokError.affiliate("Invalid parameter: the time range must be within 3 months")
        }
        let page = Page(keys([try call.shop()], filter, world), try call.page(1...100, default: 20))
        return answer(page, world, sellerSKU) {
            if $0.order.status == .cancelled { return "CANCELLED" }
            return $0.isSettled ? "COMPLETED" : "PROCESSING"
        }
    }

    @Sendable static func ofCreator(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let filter = try call.body(Filter.self, TikTokError.affiliate)
        let mine = keys(world.tiktok.shopList, filter, world, of: call.pass.sellerID)
        let shops = world.tiktok.shops
        return answer(
            Page(mine, try call.page(1...100, default: 20)), world,
            { creatorSKU($0, shop: shops[$0.order.shopID]?.name ?? "") }
        ) {
            if $0.row.undone == $0.row.units { return "REFUNDED" }
            return $0.isSettled ? "SETTLED" : "ORDERED"
        }
    }

    /// What pages are cut from: a key for each credited listing, of all creators or of one.
    private static func keys(
        _ shops: [Shop], _ filter: Filter, _ world: World, of creator: String? = nil
    ) -> [PageKey] {
        shops.flatMap { shop in
            world.tiktok.orders.compactMap(shop: shop.id) { order -> [PageKey]? in
                guard isWithin(order.created.seconds, filter.createTimeGe, filter.createTimeLt),
                    let credit = world.tiktok.credit(for: order), creator.map({ $0 == credit.creator.openID }) ?? true
                else { return nil }
                return Set(order.lines.filter { !$0.isGift }.map(\.sku.id)).map {
                    PageKey(value: order.created.seconds, id: "\(order.id)-\($0)")
                }
            }.flatMap(\.self)
        }
    }

    private static func answer(
        _ page: Page, _ world: World, _ sku: (Entry) -> JSON, status: (Entry) -> String
    ) -> JSON {
        var orders: [(id: String, skus: [String])] = []
        for key in page.ids {
            let parts = key.split(separator: "-", maxSplits: 1).map(String.init)
            if orders.last?.id != parts[0] { orders.append((parts[0], [])) }
            orders[orders.count - 1].skus.append(parts[1])
        }
        let told = orders.compactMap { order -> JSON? in
            let entries = entries(of: order.id, order.skus, world)
            return entries.first.map { json(entries, status($0), sku) }
        }
        return [
            "orders": .array(told), "next_page_token": .string(page.nextToken), "total_count": .int(page.total),
        ]
    }

    /// Some credited listings of one order.
    private static func entries(of id: String, _ skus: [String], _ world: World) -> [Entry] {
        guard let order = world.tiktok.orders[id], let credit = world.tiktok.credit(for: order) else { return [] }
        let undone = world.refundedLines(of: order)
        let isSettled = Settlement(order, refunded: undone, credit: credit, now: world.now) != nil
        return credit.rows(of: order, refunded: undone).filter { skus.contains($0.sku.id) }
            .map { Entry(order: order, credit: credit, row: $0, isSettled: isSettled) }
    }

    private static func json(_ entries: [Entry], _ status: String, _ sku: (Entry) -> JSON) -> JSON {
        let order = entries[0].order
        let told: JSON = [
            "id": .string(order.id), "create_time": .int(order.created.seconds), "status": .string(status),
            "skus": .array(entries.map(sku)),
        ]
        guard let delivered = order.times.delivered else { return told }
        return told.adding(["delivery_time": .int(delivered.seconds)])
    }

    // MARK: Listings

    private static func common(_ entry: Entry) -> JSON {
        let currency = entry.order.market.currency
        let row = entry.row
        return [
            "product_id": .string(row.sku.productID), "quantity": .int(row.units),
            "price": plain(row.price, currency), "content_type": .string(entry.credit.creator.contentType),
            "content_id": .string(entry.credit.contentID), "open_collaboration_id": "7365000000000000001",
            "commission_model": "Fixed commission", "commission_tier_setting": "-",
            "returned_quantity": 0, "refunded_quantity": .int(row.undone),
            "estimated_commission_base": shown(row.estimatedBase, currency),
        ]
    }

    /// Rates are texts, amounts decimal but for the base.
    private static func sellerSKU(_ entry: Entry) -> JSON {
        let currency = entry.order.market.currency
        let row = entry.row
        let actual: JSON =
            entry.isSettled
            ? [
                "actual_commission_base": shown(row.actualBase, currency),
                "actual_paid_commission": plain(row.actualCommission, currency),
                "actual_paid_shop_ads_commission": plain(row.actualAdsCommission, currency),
            ] : [:]
        return common(entry).adding([
            "sku_id": .string(row.sku.id), "creator_username": .string(entry.credit.creator.username),
            "settlement_status": .string(entry.settlementStatus),
            "commission_rate": .string(String(entry.credit.creator.rate)),
            "shop_ads_commission_rate": .string(String(entry.credit.adsRate ?? 0)),
            "estimated_paid_commission": plain(row.estimatedCommission, currency),
            "estimated_paid_shop_ads_commission": plain(row.estimatedAdsCommission, currency),
            "fully_return": row.undone == row.units ? "Yes" : "No",
        ]).adding(actual)
    }

    /// Rates are numbers, all amounts laid out for people.
    private static func creatorSKU(_ entry: Entry, shop: String) -> JSON {
        let currency = entry.order.market.currency
        let row = entry.row
        let actual: JSON =
            entry.isSettled
            ? [
                "actual_commission_base": shown(row.actualBase, currency),
                "actual_commission": shown(row.actualCommission, currency),
                "actual_shop_ads_commission": shown(row.actualAdsCommission, currency),
            ] : [:]
        return common(entry).adding([
            "id": .string(row.sku.id), "shop_name": .string(shop), "product_name": .string(row.sku.name),
            "commission_rate": .int(entry.credit.creator.rate),
            "shop_ads_commission_rate": .int(entry.credit.adsRate ?? 0),
            "estimated_commission": shown(row.estimatedCommission, currency),
            "estimated_shop_ads_commission": shown(row.estimatedAdsCommission, currency),
        ]).adding(actual)
    }

    private static func plain(_ minor: Int, _ currency: Currency) -> JSON {
        ["amount": .string(currency.text(minor)), "currency": .string(currency.code)]
    }

    private static func shown(_ minor: Int, _ currency: Currency) -> JSON {
        ["amount": .string(currency.display(minor)), "currency": .string(currency.code)]
    }
}
