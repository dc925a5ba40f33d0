import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// What the channel itself shows of each listing at this moment, without those that we took off sale: one call per
/// page, of up to 100 products of one shop, within the same budget as all other calls. A shop that cannot be read is
/// named and left out: what is wrong with one says nothing about the others.
struct ChannelStockFacts: Sendable {
    let desk: ChannelDesk
    private static let mostProducts = 100
    private static let patience = Duration.seconds(10)
    /// After a refusal that names no time.
    private static let usualPause = Duration.seconds(2)
    /// Products have numbers, all before a tilde: where the next page begins when a shop is done.
    private static let end = "~"

    func page(_ asked: FactList) async throws -> FactPage {
        let mark = try FactMark(asked)
        let rest = mark?.key.split(separator: "/", maxSplits: 1).map(String.init) ?? []
        let begun = mark.flatMap { mark in rest.first.flatMap { ShopID($0) }.map { (mark.tenant, $0) } }
        guard mark == nil || begun != nil else {
            throw Refusal(.invalid, code: "unknownMark", "after is unknown", field: "/after")
        }
        if let (tenant, shop) = begun, let page = try await page(of: shop, tenant, after: rest.dropFirst().first) {
            return page
        }
        // The shop is read to its end: the first page of the next one.
        guard let (tenant, shop) = try await next(after: begun) else { return FactPage(facts: [], next: nil) }
        return try await page(of: shop, tenant, after: nil)
            ?? FactPage(facts: [], next: "\(tenant)/\(shop)/\(Self.end)")
    }

    private func next(after: (TenantID, ShopID)?) async throws -> (TenantID, ShopID)? {
        let behind: SQL = after.map { "(tenant_id, shop_id) > (\($0.0.uuid), \($0.1.uuid))" } ?? "true"
        return try await desk.database.first(
            """
            SELECT tenant_id, shop_id FROM connections WHERE state = 'connected' AND \(behind)
            ORDER BY tenant_id, shop_id LIMIT 1
            """, as: (UUID, UUID).self
        ).map { (TenantID($0), ShopID($1)) }
    }

    /// Nil when the shop has no product after that one.
    private func page(of shop: ShopID, _ tenant: TenantID, after: String?) async throws -> FactPage? {
        let products = try await desk.database.rows(
            """
            SELECT channel_product FROM products AS p
            WHERE tenant_id = \(tenant.uuid) AND shop_id = \(shop.uuid) AND is_active
                AND channel_product COLLATE "C" > \(after ?? "")
                AND NOT EXISTS (SELECT FROM stock_wishes AS w WHERE w.is_off AND (w.tenant_id, w.shop_id,
                    w.channel_product) = (p.tenant_id, p.shop_id, p.channel_product))
            ORDER BY channel_product COLLATE "C" LIMIT \(Self.mostProducts)
            """, as: String.self)
        guard let last = products.last else { return nil }
        do {
            let open = try await desk.open(shop, tenant: tenant, for: "operator.check")
            let page = try await read(products, open)
            let facts = page.items.flatMap { self.facts(of: $0, shop, tenant) }
            return FactPage(facts: facts, next: "\(tenant)/\(shop)/\(last)")
        } catch ChannelDesk.Closed.notConnected {
            return without(shop, tenant, nil)
        } catch ChannelDesk.Closed.tokenEnding {
            return without(shop, tenant, "the access token is being renewed")
        } catch let error as TikTokShopError {
            return without(shop, tenant, String("the channel did not answer: \(error)".prefix(300)))
        } catch WorkError.budgetExhausted {
            return without(shop, tenant, "the channel may not be called so soon")
        }
    }

    /// On to the next shop; this one is missed, unless it is nobody's to read.
    private func without(_ shop: ShopID, _ tenant: TenantID, _ reason: String?) -> FactPage {
        let missed = reason.map { MissedFacts(tenant: tenant, subject: shop.description, reason: $0) }
        return FactPage(facts: [], next: "\(tenant)/\(shop)/\(Self.end)", missed: missed.map { [$0] })
    }

    /// A channel that is asked too often is asked once more when it says so, as long as somebody waits for it.
    private func read(_ products: [String], _ shop: ChannelDesk.OpenShop) async throws -> SearchInventory.Reply {
        let end = ContinuousClock.now + Self.patience
        while true {
            try await desk.queue.token(
                of: Budgets.stock, shop: shop.shop, tenant: shop.tenant,
                within: ContinuousClock.now.duration(to: end))
            do {
                return try await desk.channel.send(SearchInventory(.products(products)), as: shop.access)
            } catch let error as TikTokShopError {
                let pause = error.retryAfter ?? Self.usualPause
                guard error.kind == .throttled, ContinuousClock.now + pause < end else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }

    private func facts(of product: ProductInventory, _ shop: ShopID, _ tenant: TenantID) -> [KnownFact] {
        (product.skus ?? []).flatMap { sku in
            (sku.warehouses ?? []).compactMap { warehouse in
                guard let id = sku.id, let place = warehouse.warehouseID else { return nil }
                return KnownFact(
                    tenant: tenant, key: "\(shop)/\(id)/\(place)",
                    figures: ["available": warehouse.available ?? 0, "committed": warehouse.committed ?? 0])
            }
        }
    }
}
