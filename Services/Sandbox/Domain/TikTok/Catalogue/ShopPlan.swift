/// What a new shop shall be like.
struct ShopPlan: Sendable {
    var region = "US"
    var name: String?
    /// An existing seller who opens another shop; nil for a new one.
    var sellerID: String?
    /// Which shipping types its buyers may choose; nil for what is usual in the market.
    var shipping: [ShippingType]?
    var warehouses = 1
    var showsOnHold: Bool?
    /// Invented products, beside those that are given.
    var demoProducts = 0
    /// Units of each invented SKU in each warehouse.
    var demoStock = 100
    var products: [ProductPlan] = []
}

/// What a new product shall be like.
struct ProductPlan: Sendable {
    struct Variant: Sendable {
        var sellerSKU: String
        var name = "Default"
        /// Minor units.
        var price: Int
        /// Units per sales warehouse, in their order; the last number stands for the rest.
        var stock = [100]
        var campaignLocked = 0
        var creatorLocked = 0
        /// Seller SKUs of the same shop and how many of each: makes the variant a bundle.
        var parts: [(sellerSKU: String, units: Int)] = []
    }

    var title: String
    var weight = 250
    var size = (length: 20, width: 15, height: 5)
    var variants: [Variant]
}

/// Why a shop or product could not be made.
struct PlanError: Error, Equatable {
    let text: String
}
