public import Outbound

/// What a virtual bundle is made of, as some orders tell it in place of ``LineItem/combinedSKUs``: one entry per unit,
/// each with an id of its own by which the bundle is split.
///
/// No example of it is published, so that whatever is no list of objects reads as none, and costs no order.
public struct SubItems: Codable, Sendable, Hashable {
    /// One unit of a part.
    public struct Item: Codable, Sendable, Hashable {
        /// The channel's id of this unit.
        @Loose public var id: String?
        /// The listing's variant.
        @Loose public var skuID: String?
        /// The listing.
        @Loose public var productID: String?
        /// The seller's own number.
        @Loose public var sellerSKU: String?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case id
            case skuID = "sku_id"
            case productID = "product_id"
            case sellerSKU = "seller_sku"
        }
    }

    /// The units.
    public var items: [Item]

    /// Reads a list; anything else is an empty one.
    public init(from decoder: any Decoder) throws {
        items = (try? decoder.singleValueContainer().decode([Item].self)) ?? []
    }

    /// Writes the list.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(items)
    }
}

extension LineItem {
    /// What a bundle is made of, whichever way the order tells it; empty for anything else, and where a unit does not
    /// say what it is one of.
    public var parts: [CombinedSKU] {
        if let combinedSKUs, !combinedSKUs.isEmpty { return combinedSKUs }
        let items = subItems?.items ?? []
        guard items.allSatisfy({ $0.skuID?.isEmpty == false }) else { return [] }
        var parts: [CombinedSKU] = []
        for item in items {
            if let place = parts.firstIndex(where: { $0.skuID == item.skuID }) {
                parts[place].count = (parts[place].count ?? 0) + 1
            } else {
                parts.append(CombinedSKU(item))
            }
        }
        return parts
    }
}

extension CombinedSKU {
    fileprivate init(_ item: SubItems.Item) {
        self.init()
        (skuID, count, productID, sellerSKU) = (item.skuID, 1, item.productID, item.sellerSKU)
    }
}
