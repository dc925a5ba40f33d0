import Contracts

/// Names a shipment by its order; the order in which rows are locked.
struct ShipmentKey: Hashable, Comparable, Sendable {
    let tenant: TenantID
    let order: OrderID

    static func < (left: ShipmentKey, right: ShipmentKey) -> Bool {
        (left.tenant, left.order) < (right.tenant, right.order)
    }
}

/// Names a product or a warehouse of a shop by the channel's id.
struct ListedKey: Hashable, Comparable, Sendable {
    let shop: ShopKey
    let channelID: String

    static func < (left: ListedKey, right: ListedKey) -> Bool {
        (left.shop, left.channelID) < (right.shop, right.channelID)
    }
}

/// Where parcels of a shop leave from.
struct Warehouse: Sendable, Hashable {
    let channelID: String
    let isDefault: Bool
    let isForSales: Bool
    let place: Place
}

/// Some shipments and what they are decided by.
struct Books: Sendable {
    var shipments: [ShipmentKey: Shipment] = [:]
    var rules: [TenantID: Rules] = [:]
    var connected: Set<ShopKey> = []
    var warehouses: [ShopKey: [Warehouse]] = [:]
    /// Nil where the channel tells no weight or no dimensions.
    var products: [ListedKey: Measures] = [:]
    /// Carriers that the channel does not list.
    var unlisted: [Way: Set<String>] = [:]
    /// Stands in for a product that the channel tells nothing of; nil: such a parcel waits.
    var usual: Measures?

    /// What a shipment is decided by.
    func circumstances(of shipment: Shipment) -> Circumstances {
        var here = Circumstances(rules: rules[shipment.tenant] ?? Rules())
        guard let order = shipment.order else { return here }
        let shop = ShopKey(tenant: shipment.tenant, shop: order.shop)
        here.isConnected = connected.contains(shop)
        here.unlisted = unlisted[Way(order, of: shipment.tenant)] ?? []
        let warehouse = origin(order, shop)
        here.origin = warehouse?.isUsable == true ? warehouse : here.rules.origin ?? warehouse
        here.measures = measures(order, shop, usual: here.rules.usual ?? usual)
        return here
    }

    /// The warehouse that the channel names, else the shop's first choice, else its only one.
    private func origin(_ order: OrderChanged, _ shop: ShopKey) -> Place? {
        let all = warehouses[shop] ?? []
        if let named = all.first(where: { $0.channelID == order.channelWarehouse }) { return named.place }
        let selling = all.filter(\.isForSales)
        return selling.first(where: \.isDefault)?.place ?? (selling.count == 1 ? selling[0].place : nil)
    }

    private func measures(_ order: OrderChanged, _ shop: ShopKey, usual: Measures?) -> Measures? {
        var parts: [(measures: Measures, units: Int)] = []
        for line in order.lines where line.units.open > 0 {
            let key = ListedKey(shop: shop, channelID: line.channelProduct)
            guard let measures = products[key] ?? usual else { return nil }
            parts.append((measures, line.units.open))
        }
        return Measures.packed(parts)
    }
}
