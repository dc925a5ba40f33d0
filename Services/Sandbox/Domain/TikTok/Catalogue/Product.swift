/// What a shop sells, in one or more variants.
struct Product: Sendable {
    enum Status: String, Sendable {
        case active = "ACTIVATE"
        case sellerDeactivated = "SELLER_DEACTIVATED"
        case deleted = "DELETED"
    }

    let id: String
    let shopID: String
    let title: String
    let brand: String
    let category: Category
    /// Weight with packaging, in grams.
    let weight: Int
    /// Length, width and height with packaging, in centimetres.
    let size: (length: Int, width: Int, height: Int)
    let created: Moment
    var updated: Moment
    var status: Status = .active
    var skus: [SKU]

    struct Category: Sendable {
        let id: String
        let name: String
    }
}

/// One variant, the thing that is counted and sold.
struct SKU: Sendable {
    let id: String
    let productID: String
    let sellerSKU: String
    let name: String
    /// Minor units of the shop's currency, before discounts.
    let price: Int
    /// What a bundle is made of; empty for a plain SKU.
    let components: [Component]

    struct Component: Sendable {
        let skuID: String
        let productID: String
        let sellerSKU: String
        let units: Int
    }

    /// What one unit takes from the shelves.
    var draws: [Draw] {
        components.isEmpty
            ? [Draw(skuID: id, units: 1)] : components.map { Draw(skuID: $0.skuID, units: $0.units) }
    }
}

/// Units of one SKU to take or to give back.
struct Draw: Hashable, Sendable {
    let skuID: String
    var units: Int
}
