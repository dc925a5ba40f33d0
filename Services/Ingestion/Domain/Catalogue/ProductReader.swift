import Contracts
import TikTokShop

/// Turns a listing and the channel's stock of it into ``ProductSynced``.
struct ProductReader {
    let shop: ShopID
    let readAt: Instant

    /// Variants of one listing.
    static let mostSKUs = 1_000

    /// Reads a listing. Without an inventory answer the listing's own figures stand in, which know of no commitments.
    func read(_ product: Product, _ inventory: ProductInventory?) throws(OrderFault) -> ProductSynced {
        let id = try OrderReader.identifier(product.id, "id")
        let skus = product.skus ?? []
        guard skus.count <= Self.mostSKUs else { throw OrderFault("skus", "has more than \(Self.mostSKUs) entries") }
        let stock = Dictionary(
            (inventory?.skus ?? []).compactMap { sku in sku.id.map { ($0, sku) } },
            uniquingKeysWith: { first, _ in first })
        var variants: [Contracts.ProductSKU] = []
        for (index, sku) in skus.enumerated() {
            variants.append(try variant(sku, stock, "skus[\(index)]"))
        }
        return ProductSynced(
            shop: shop, channelProduct: id, title: (product.title ?? "").cut(to: ForeignText.longest),
            isActive: product.status == "ACTIVATE", updatedAt: product.updateTime?.instant ?? readAt, readAt: readAt,
            weightGrams: product.packageWeight.flatMap(Measures.grams),
            dimensionsMillimetres: product.packageDimensions.flatMap(Measures.millimetres) ?? [], skus: variants)
    }

    private func variant(
        _ sku: TikTokShop.ProductSKU, _ stock: [String: SKUInventory], _ path: String
    ) throws(OrderFault) -> Contracts.ProductSKU {
        let id = try OrderReader.identifier(sku.id, "\(path).id")
        var components: [OrderLine.Component] = []
        for (index, part) in (sku.combinedSKUs ?? []).prefix(LineReader.mostComponents).enumerated() {
            components.append(try LineReader.component(part, "\(path).combined_skus[\(index)]"))
        }
        return Contracts.ProductSKU(
            channelSKU: id, sellerSKU: sku.sellerSKU?.name ?? "", title: Self.title(sku),
            price: try price(sku.price, path), components: components,
            stock: stock[id].map(Self.levels) ?? Self.levels(sku))
    }

    private func price(_ price: TikTokShop.ProductSKU.Price?, _ path: String) throws(OrderFault) -> Money? {
        guard let price, let text = price.salePrice?.nonEmpty ?? price.taxExclusivePrice?.nonEmpty else { return nil }
        let currency = try AmountReader.currency(price.currency, "\(path).price.currency")
        let minor = try AmountReader(currency: currency).minorUnits(text, "\(path).price.sale_price")
        return Money(minorUnits: minor, currency: currency)
    }

    private static func title(_ sku: TikTokShop.ProductSKU) -> String {
        (sku.attributes ?? []).compactMap { $0.value?.nonEmpty }.joined(separator: ", ").cut(to: ForeignText.longest)
    }

    private static func levels(_ sku: SKUInventory) -> [ChannelStock] {
        (sku.warehouses ?? []).compactMap { level in
            level.warehouseID?.name.nonEmpty.map {
                ChannelStock(
                    channelWarehouse: $0, available: max(0, level.available ?? 0),
                    committed: max(0, level.committed ?? 0))
            }
        }
    }

    private static func levels(_ sku: TikTokShop.ProductSKU) -> [ChannelStock] {
        (sku.inventory ?? []).compactMap { level in
            level.warehouseID?.name.nonEmpty.map {
                ChannelStock(channelWarehouse: $0, available: max(0, level.quantity ?? 0))
            }
        }
    }
}
