/// The three ways of handing an order over for shipping.
extension World {
    /// The seller's own carrier, order by order (US, UK, EU, JP).
    mutating func markShipped(
        order id: String, shop: Shop, number: String, providerID: String, lines: [String]?
    ) throws -> Package {
        let order = try shippable(id, shop: shop, call: .markShipped)
        let lines = try linesToShip(order, named: lines)
        let tracking = try tracking(number: number, providerID: providerID, for: order)
        let package = enterPackage(shop: shop, contents: [.init(orderID: id, lineIDs: lines)], shipping: .seller)
        hand(over: package.id, tracking: tracking)
        return tiktok.packages[package.id] ?? package
    }

    /// A package that exists already, by its id: TikTok's label in Europe and Asia, or there the seller's own carrier.
    mutating func ship(
        package id: String, shop: Shop, own: (number: String, providerID: String)?
    ) throws {
        guard let package = tiktok.packages.find(id, shop: shop.id), let orderID = package.orderIDs.first else {
            throw TikTokError.fulfillment("package_id: package \(id) not found")
        }
        if package.status == .cancelled { throw TikTokError.cancelled }
        if package.status != .toFulfill { throw TikTokError.alreadyShipped }
        let order = try shippable(orderID, shop: shop, call: .shipPackage)
        if order.shipping == .seller {
            guard let own else { throw TikTokError.badTracking }
            hand(over: id, tracking: try tracking(number: own.number, providerID: own.providerID, for: order))
        } else {
            hand(over: id, tracking: platformTracking(order))
        }
    }

    /// What Create Packages may make of one order or several.
    enum PackagePlan: Sendable {
        case whole(order: String)
        case part(order: String, lines: [String])
        case combined(orders: [String])
    }

    /// TikTok's label, bought for the lines it names (US; UK, EU and JP since 202512).
    mutating func createPackage(_ plan: PackagePlan, shop: Shop, serviceID: String?) throws -> Package {
        let contents = try contents(of: plan, shop: shop)
        guard let first = tiktok.orders[contents[0].orderID] else { throw TikTokError.fulfillment("order_id") }
        let service = try service(serviceID, for: first)
        let package = enterPackage(shop: shop, contents: contents, shipping: .tiktok, service: service)
        dropEmptied(by: package)
        hand(over: package.id, tracking: platformTracking(first, provider: service.provider))
        announcePackage(package, cause: plan.cause)
        return tiktok.packages[package.id] ?? package
    }

    private mutating func contents(of plan: PackagePlan, shop: Shop) throws -> [Package.Content] {
        switch plan {
        case .whole(let id):
            let order = try shippable(id, shop: shop, call: .createPackages)
            return [.init(orderID: id, lineIDs: try linesToShip(order, named: nil))]
        case .part(let id, let lines):
            let order = try shippable(id, shop: shop, call: .createPackages)
            return [.init(orderID: id, lineIDs: try linesToShip(order, named: lines))]
        case .combined(let ids):
            let orders = try ids.map { try shippable($0, shop: shop, call: .createPackages) }
            guard orders.count >= 2, Set(orders.map(\.buyer.id)).count == 1 else {
                throw TikTokError.fulfillment("order_list_ids: two or more orders of one buyer")
            }
            return try orders.map { .init(orderID: $0.id, lineIDs: try linesToShip($0, named: nil)) }
        }
    }
}

extension World.PackagePlan {
    /// The cause that webhook 4 names; a whole order changes no package and is not announced.
    var cause: String? {
        switch self {
        case .whole: nil
        case .part: "SPLIT"
        case .combined: "COMBINE"
        }
    }
}
