import Contracts

/// What a batch knows: orders and levels, locked, and what listings and warehouses mean.
struct Books: Sendable {
    var orders: [OrderKey: StockOrder] = [:]
    var levels: [LevelKey: Level] = [:]
    /// By listing; a listing that is not mapped is missing.
    var components: [ListingKey: [Component]] = [:]
    var warehouses: [WarehouseKey: LocationID] = [:]
    /// The location of orders whose warehouse is not mapped.
    var defaultLocations: [TenantID: LocationID] = [:]
    /// When shops were connected.
    var connectedAt: [ShopKey: Instant] = [:]
    /// Those who wait, also those who are not locked, by what they wait for.
    var waitingLines: [LevelKey: WaitingLine] = [:]

    func components(_ order: StockOrder) -> (String) -> [Component]? {
        { components[ListingKey(tenant: order.key.tenant, shop: order.shop, channelSKU: $0)] }
    }

    /// What the listings of an order take from stock: by what they map to, else by the parts that its lines name.
    func components(_ order: StockOrder, naming lines: [OrderLine]) -> (String) -> [Component]? {
        let named = Dictionary(lines.map { ($0.channelSKU, $0.components) }) { $0.isEmpty ? $1 : $0 }
        return { channelSKU in
            components(order)(channelSKU) ?? named[channelSKU].flatMap { parts($0, of: order) }
        }
    }

    /// What a bundle takes by the parts that an order names; nil unless every one of them is mapped.
    private func parts(_ named: [OrderLine.Component], of order: StockOrder) -> [Component]? {
        guard !named.isEmpty, named.count <= OrderLine.mostParts else { return nil }
        var sums: [SKUID: Int] = [:]
        for part in named {
            guard (1...CodeMapping.mostUnitsOfPart).contains(part.units),
                let found = components(order)(part.channelSKU), !found.isEmpty
            else { return nil }
            for component in found { sums[component.sku, default: 0] += component.units * part.units }
        }
        guard sums.values.allSatisfy({ $0 <= CodeMapping.mostUnitsOfPart }) else { return nil }
        return sums.map { Component(sku: $0, units: $1) }.sorted { $0.sku < $1.sku }
    }

    /// The levels that an order may move; nil when one is missing because the catalogue has just changed.
    ///
    /// - Parameter takes: What a listing takes; nil: what it maps to.
    func levels(
        of order: StockOrder, listing skus: some Sequence<String>, takes: ((String) -> [Component]?)? = nil
    ) -> [LevelKey: Level]? {
        guard let location = order.location else { return nil }
        let takes = takes ?? components(order)
        let mapped = skus.flatMap { takes($0)?.map(\.sku) ?? [] }
        var found: [LevelKey: Level] = [:]
        for sku in mapped + order.needs.map(\.sku) {
            let key = LevelKey(tenant: order.key.tenant, sku: sku, location: location)
            guard let level = levels[key] else { return nil }
            found[key] = level
        }
        return found
    }

    /// Those who wait, in the order in which they are served.
    var waiting: [StockOrder] {
        orders.values.filter { $0.state == .waiting || !$0.unmapped.isEmpty }
            .sorted { ($0.turn, $0.key) < ($1.turn, $1.key) }
    }

    /// Brings a change into the books.
    mutating func apply(_ change: OrderChange) {
        orders[change.order.key] = change.order
        for move in change.moves { levels[move.level]?.apply(move) }
        for level in change.touched { levels[level]?.version += 1 }
    }
}

/// Names a warehouse of a channel.
struct WarehouseKey: Hashable, Sendable {
    let shop: ShopKey
    let channelWarehouse: String
}

/// An order as it stands now, and the moves that brought it there.
struct OrderChange: Sendable {
    let order: StockOrder
    let moves: [Move]
    /// Levels whose units a cancel gave back at the channel although nothing was set aside of them here: the channel
    /// has raised its own number, and only a push can lower it again.
    var restored: Set<LevelKey> = []
    /// Levels of which the channel has ceased to count units as sold, since they are shipped; and when the order was
    /// placed.
    var shipped: [LevelKey: Instant] = [:]
    /// Levels that a cancel gave units back to, as the channel did; and when the order was placed.
    var cancelled: [LevelKey: Instant] = [:]
    /// Levels that have enough of what the order waits for, were there not others who have waited longer.
    var queued: Set<LevelKey> = []
    /// The message that led to it.
    let cause: Cause

    /// The levels that changed, each once.
    var touched: [LevelKey] { Set(moves.map(\.level)).sorted() }
}

extension OrderLine {
    /// Parts of one bundle that are believed.
    static let mostParts = 100
}
