/// Parcels on the road.
extension World {
    /// A parcel with a label from Shippo moves when that carrier scans it; any other moves by its own timetable.
    mutating func expectCollection(of package: Package) {
        let id = package.id
        if let number = package.tracking?.number, let status = shippo.trackStatus(of: number) {
            if status == .preTransit { expectPickUp(of: number) }
            if status == .transit { collect(id) }
            if status == .delivered {
                collect(id)
                deliver(id)
            }
            return
        }
        later(dice.span(Timetable.collection)) { world in
            world.collect(id)
            world.travel(id, for: world.dice.span(Timetable.transit))
        }
    }

    /// Whether a parcel with this number waits for the carrier.
    func isHandedOver(_ number: String) -> Bool {
        (tiktok.packagesByTracking[number] ?? []).contains { tiktok.packages[$0]?.status == .processing }
    }

    /// The carrier's news about a tracking number, for every parcel that bears it.
    mutating func carrierScanned(_ number: String, delivered: Bool) {
        for id in tiktok.packagesByTracking[number] ?? [] {
            collect(id)
            if delivered { deliver(id) }
        }
    }

    mutating func collect(_ id: String) {
        guard let package = tiktok.packages[id], package.status == .processing else { return }
        change(package: id) { $0.status = .fulfilling }
        note(Package.Scan.collected, of: id)
        let now = now
        for content in package.contents {
            if let pending = tiktok.orders[content.orderID]?.pendingCancellation {
                reject(cancellation: pending, reason: "parcel_was_collected")
            }
            change(order: content.orderID) {
                $0.times.collected = $0.times.collected ?? now
                $0.setStatus(.inTransit, lines: content.lineIDs)
            }
            rollUp(content.orderID)
        }
    }

    mutating func deliver(_ id: String) {
        guard let package = tiktok.packages[id], package.status == .fulfilling else { return }
        change(package: id) { $0.status = .completed }
        note(Package.Scan.delivered, of: id)
        let now = now
        for content in package.contents {
            change(order: content.orderID) {
                $0.times.delivered = now
                $0.setStatus(.delivered, lines: content.lineIDs)
            }
            rollUp(content.orderID)
            let order = content.orderID
            later(Timetable.returnWindow) { $0.complete(order) }
        }
    }

    /// The platform's warehouse ships an order of its own.
    mutating func shipFromPlatform(_ id: String) {
        guard let order = tiktok.orders[id], order.status == .awaitingShipment,
            let shop = tiktok.shops[order.shopID]
        else { return }
        let lines = order.openLines.map(\.id)
        let package = enterPackage(shop: shop, contents: [.init(orderID: id, lineIDs: lines)], shipping: .tiktok)
        hand(over: package.id, tracking: platformTracking(order))
    }

    /// A label of the platform's own carriers.
    mutating func platformTracking(
        _ order: Order, provider: DeliveryOption.Provider? = nil
    ) -> Package.Tracking {
        let provider = provider ?? platformProvider(order.market)
        return Package.Tracking(number: TrackingNumber.invent(for: provider.name, &dice), provider: provider)
    }

    private func platformProvider(_ market: Market) -> DeliveryOption.Provider {
        DeliveryOption.Provider(id: "7117999999999999999", name: market.carriers[0])
    }
}
