/// A shop in one market.
struct Shop: Sendable {
    let id: String
    let name: String
    let code: String
    let sellerID: String
    let market: Market
    let warehouses: [Warehouse]
    let deliveryOptions: [DeliveryOption]
    /// Whether paid orders pass through the remorse hour; not all shops and markets show it.
    let showsOnHold: Bool
    var productIDs: [String] = []

    /// The key by which an app names the shop in calls: its own per app.
    func cipher(for appKey: String) -> String {
        let prefix = market.region == "US" ? "TTP" : "ROW"
        return "\(prefix)_\(Secret.hmac(Array(id.utf8), key: appKey).prefix(24))"
    }

    var salesWarehouses: [Warehouse] { warehouses.filter { $0.kind == .sales } }

    func option(_ shipping: ShippingType) -> DeliveryOption? {
        deliveryOptions.first { $0.shipping == shipping }
    }
}

/// A place that sells from its shelves, or takes returns back.
struct Warehouse: Sendable {
    enum Kind: String, Sendable {
        case sales = "SALES_WAREHOUSE"
        case returns = "RETURN_WAREHOUSE"
    }

    let id: String
    let name: String
    let kind: Kind
    let isDefault: Bool
    let place: Market.Place
}

/// A way to deliver that buyers may choose; own carriers are listed only where the seller ships.
struct DeliveryOption: Sendable {
    let id: String
    let name: String
    let shipping: ShippingType
    let providers: [Provider]

    struct Provider: Sendable, Equatable {
        let id: String
        let name: String
    }
}
