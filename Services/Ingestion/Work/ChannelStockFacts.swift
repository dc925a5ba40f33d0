import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// What the channel itself shows of each listing at this moment, without those that we took off sale: one call per
/// page, of up to 100 products of one shop, within the same budget as all other calls.
struct ChannelStockFacts: Sendable {
    let desk: ChannelDesk
    private static let mostProducts = 100
    private static let patience = Duration.seconds(10)

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
        // The shop is read to its end: the first page of the next one. Its products have numbers, all before a tilde.
        guard let (tenant, shop) = try await next(after: begun) else { return FactPage(facts: [], next: nil) }
        return try await page(of: shop, tenant, after: nil) ?? FactPage(facts: [], next: "\(tenant)/\(shop)/~")
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
            try await desk.queue.token(of: Budgets.stock, shop: shop, tenant: tenant, within: Self.patience)
            let page = try await desk.channel.send(SearchInventory(.products(products)), as: open.access)
            let facts = page.items.flatMap { self.facts(of: $0, shop, tenant) }
            return FactPage(facts: facts, next: "\(tenant)/\(shop)/\(last)")
        } catch ChannelDesk.Closed.notConnected {
            return FactPage(facts: [], next: "\(tenant)/\(shop)/\(last)")
        } catch ChannelDesk.Closed.tokenEnding {
            throw Refusal(.unavailable, code: "tokenEnding", "the access token of \(shop) is being renewed")
        } catch let error as TikTokShopError {
            throw Refusal(.unavailable, code: "channel", String("the channel did not answer: \(error)".prefix(300)))
        } catch WorkError.budgetExhausted {
            throw Refusal(.unavailable, code: "budget", "the channel may not be called so soon")
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
