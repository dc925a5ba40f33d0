import Contracts
import TikTokShop

/// Listings of one page with the channel's stock of them, and what is new about them.
struct ProductShelf {
    private(set) var products: [ProductSynced] = []
    /// What could not be read.
    private(set) var faults: [FoundFault] = []

    init(_ listings: [Product], _ inventory: [ProductInventory], _ reader: ProductReader) {
        for product in listings {
            do {
                products.append(try reader.read(product, inventory.first { $0.productID == product.id }))
            } catch {
                faults.append(FoundFault(subject: .product, key: product.id ?? "", fault: error))
            }
        }
    }

    /// The channel's ids.
    var ids: [String] { products.map(\.channelProduct) }

    /// What is to be told, with the weight and size that are known from before.
    func changed(since known: [String: ProductSynced]) -> [ProductSynced] {
        let byID = Dictionary(products.map { ($0.channelProduct, $0) }) { _, later in later }
        return byID.values.map { $0.keepingParcel(of: known[$0.channelProduct]) }
            .filter { !$0.saysTheSame(as: known[$0.channelProduct]) }
            .sorted { $0.channelProduct < $1.channelProduct }
    }

    /// Listings that must be read whole: new ones, and those that changed at the channel.
    func incomplete(since known: [String: ProductSynced]) -> [String] {
        let ids = products.filter { known[$0.channelProduct]?.updatedAt != $0.updatedAt }.map(\.channelProduct)
        return Set(ids).sorted()
    }
}

extension ProductSynced {
    /// Whether another reading says the same, whenever it was made.
    func saysTheSame(as other: ProductSynced?) -> Bool {
        guard let other else { return false }
        return title == other.title && isActive == other.isActive && updatedAt == other.updatedAt
            && weightGrams == other.weightGrams && dimensionsMillimetres == other.dimensionsMillimetres
            && skus == other.skus
    }

    fileprivate func keepingParcel(of known: ProductSynced?) -> ProductSynced {
        var copy = self
        copy.weightGrams = weightGrams ?? known?.weightGrams
        if dimensionsMillimetres.isEmpty { copy.dimensionsMillimetres = known?.dimensionsMillimetres ?? [] }
        return copy
    }
}
