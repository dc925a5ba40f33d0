/// Packages from their making to their handing over.
extension World {
    /// Makes the package that waits to be shipped, where the market has one.
    mutating func openPackage(for order: Order) {
        let lines = order.lines.filter { $0.status == .awaitingShipment }.map(\.id)
        guard let shop = tiktok.shops[order.shopID], !lines.isEmpty else { return }
        _ = enterPackage(shop: shop, contents: [.init(orderID: order.id, lineIDs: lines)], shipping: order.shipping)
    }

    mutating func enterPackage(
        shop: Shop, contents: [Package.Content], shipping: ShippingType, service: ShippingService? = nil
    ) -> Package {
        let package = Package(
            id: mint.id(.package), shopID: shop.id, contents: contents, shipping: shipping, created: now, updated: now,
            service: service)
        tiktok.packages.enter(package)
        for content in contents {
            change(order: content.orderID) { order in
                order.packageIDs.append(package.id)
                order.setPackage(package.id, lines: content.lineIDs)
            }
        }
        return package
    }

    mutating func change(package id: String, _ apply: (inout Package) -> Void) {
        let now = now
        tiktok.packages.change(id) {
            apply(&$0)
            $0.updated = max($0.updated, now)
        }
    }

    /// Takes lines of an order that waits in a package into one of their own, before either is shipped; as sellers and
    /// the platform do in Asia and Latin America.
    mutating func split(order id: String, lines: [String]) -> Package? {
        guard let order = tiktok.orders[id], let shop = tiktok.shops[order.shopID],
            let old = order.packageIDs.compactMap({ tiktok.packages[$0] }).first(where: { package in
                package.status == .toFulfill && !lines.isEmpty && Set(lines).isStrictSubset(of: package.lineIDs)
            })
        else { return nil }
        takeOut(lines, from: old.id)
        let package = enterPackage(
            shop: shop, contents: [.init(orderID: id, lineIDs: lines)], shipping: order.shipping)
        announcePackage(package, cause: "SPLIT")
        return package
    }

    /// Closes packages that waited for lines which another package has taken.
    mutating func dropEmptied(by package: Package) {
        let others = package.orderIDs.flatMap { tiktok.orders[$0]?.packageIDs ?? [] }.filter { $0 != package.id }
        for id in others { takeOut(package.lineIDs, from: id) }
    }

    /// Takes lines out of a waiting package; an empty one is cancelled.
    mutating func takeOut(_ lines: [String], from id: String) {
        guard let package = tiktok.packages[id], package.status == .toFulfill || package.status == .processing else {
            return
        }
        change(package: id) { package in
            for index in package.contents.indices { package.contents[index].lineIDs.removeAll(where: lines.contains) }
            package.contents.removeAll(where: \.lineIDs.isEmpty)
            if package.contents.isEmpty { package.status = .cancelled }
        }
    }

    /// Ready to be collected: the lines' units leave the committed stock.
    mutating func hand(over id: String, tracking: Package.Tracking) {
        let now = now
        change(package: id) {
            $0.tracking = tracking
            $0.shipped = now
            $0.status = .processing
        }
        note(Package.Scan.ready, of: id)
        tiktok.packagesByTracking[tracking.number, default: []].append(id)
        guard let package = tiktok.packages[id] else { return }
        for content in package.contents { countOut(content) }
        expectCollection(of: package)
    }

    private mutating func countOut(_ content: Package.Content) {
        guard let order = tiktok.orders[content.orderID] else { return }
        let draws = order.draws(of: order.lines.filter { content.lineIDs.contains($0.id) })
        tiktok.stock.ship(draws, from: order.warehouseID, order: order.id, at: now)
        announceStock(of: draws, order: order, source: "ORDER_SHIPPED") { (0, -$0) }
        let now = now
        change(order: order.id) {
            $0.times.shipped = $0.times.shipped ?? now
            $0.setStatus(.awaitingCollection, lines: content.lineIDs)
        }
        rollUp(order.id)
    }
}

extension Order {
    mutating func setPackage(_ id: String, lines ids: [String]) {
        for index in lines.indices where ids.contains(lines[index].id) { lines[index].packageID = id }
    }

    /// Moves lines on; cancelled ones stay cancelled.
    mutating func setStatus(_ status: LineStatus, lines ids: [String]) {
        for index in lines.indices where lines[index].isOpen && ids.contains(lines[index].id) {
            lines[index].status = status
        }
    }
}
