/// The calls that ship.
enum ShippingAnswers {
    private struct Marking: Decodable {
        struct Line: Decodable {
            let orderLineId: String
        }
        struct Info: Decodable {
            let trackingNumber: String
            let shippingProviderId: String
        }
        // 202309
        var trackingNumber: String?
        var shippingProviderId: String?
        var orderLineItemIds: [String]?
        // 202610
        var orderLineList: [Line]?
        var shippingInfoList: [Info]?

        var info: Info? {
            if let first = shippingInfoList?.first { return first }
            guard let trackingNumber, let shippingProviderId else { return nil }
            return Info(trackingNumber: trackingNumber, shippingProviderId: shippingProviderId)
        }
    }

    @Sendable static func markShipped(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let marking = try call.body(Marking.self, TikTokError.fulfillment)
        guard let info = marking.info else {
            throw TikTokError.fulfillment("Invalid parameter: tracking_number and shipping_provider_id are required")
        }
        let package = try world.markShipped(
            order: call.ids[0], shop: try call.shop(), number: info.trackingNumber,
            providerID: info.shippingProviderId,
            lines: marking.orderLineItemIds ?? marking.orderLineList?.map(\.orderLineId))
        return [
            "order_id": .string(call.ids[0]), "package_id": .string(package.id),
            "order_line_item_ids": .strings(package.lineIDs),
        ]
    }

    private struct Own: Decodable {
        let trackingNumber: String
        let shippingProviderId: String
    }

    private struct Ship: Decodable {
        var id: String?
        var handoverMethod: String?
        var selfShipment: Own?
    }

    @Sendable static func ship(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let wish = try call.body(Ship.self, TikTokError.fulfillment)
        try ship(wish, id: call.ids[0], &world, call)
        return [:]
    }

    private struct ShipMany: Decodable {
        let packages: [Ship]
    }

    /// Each package succeeds or fails alone; failures are listed inside the success.
    @Sendable static func shipMany(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let wish = try call.body(ShipMany.self, TikTokError.fulfillment)
        guard (1...50).contains(wish.packages.count) else {
            throw TikTokError.fulfillment("Invalid parameter: packages must hold 1 to 50 packages")
        }
        var errors: [JSON] = []
        for package in wish.packages {
            do {
                try ship(package, id: package.id ?? "", &world, call)
            } catch let error as TikTokError {
                errors.append([
                    "code": .int(error.code), "message": .string(error.message),
                    "detail": ["package_id": .optional(package.id)],
                ])
            }
        }
        return errors.isEmpty ? [:] : ["errors": .array(errors)]
    }

    private static func ship(_ wish: Ship, id: String, _ world: inout World, _ call: TikTokCall) throws {
        if let method = wish.handoverMethod, !["PICKUP", "DROP_OFF"].contains(method) {
            throw TikTokError.fulfillment("Invalid parameter: handover_method")
        }
        let own = wish.selfShipment.map { (number: $0.trackingNumber, providerID: $0.shippingProviderId) }
        try world.ship(package: id, shop: try call.shop(), own: own)
    }

    private struct Fix: Decodable {
        struct Info: Decodable {
            let trackingNumber: String
            let shippingProviderId: String
        }
        var trackingNumber: String?
        var shippingProviderId: String?
        var shippingInfoList: [Info]?

        func info() throws -> (String, String) {
            if let first = shippingInfoList?.first { return (first.trackingNumber, first.shippingProviderId) }
            guard let trackingNumber, let shippingProviderId else {
                throw TikTokError.fulfillment(
                    "Invalid parameter: tracking_number and shipping_provider_id are required")
            }
            return (trackingNumber, shippingProviderId)
        }
    }

    @Sendable static func fixOrderTracking(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let (number, provider) = try call.body(Fix.self, TikTokError.fulfillment).info()
        try world.fixTracking(order: call.ids[0], shop: try call.shop(), number: number, providerID: provider)
        return [:]
    }

    @Sendable static func fixPackageTracking(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let (number, provider) = try call.body(Fix.self, TikTokError.fulfillment).info()
        try world.fixTracking(package: call.ids[0], shop: try call.shop(), number: number, providerID: provider)
        return [:]
    }
}
