/// Create Packages: the platform's label for whole orders, parts of one, or several together.
extension ShippingAnswers {
    private struct Creation: Decodable {
        struct Line: Decodable {
            let orderLineItemId: String
        }
        var orderId: String?
        var shippingServiceId: String?
        // 202309
        var orderLineItemIds: [String]?
        // 202512
        var shipType: String?
        var orderLineItem: [Line]?
        var orderListIds: [String]?

        func plan() throws -> World.PackagePlan {
            switch shipType ?? (orderLineItemIds?.isEmpty == false ? "2" : "1") {
            case "1": return .whole(order: try order())
            case "2":
                let lines = orderLineItem?.map(\.orderLineItemId) ?? orderLineItemIds ?? []
                guard !lines.isEmpty else { throw TikTokError.fulfillment("Invalid parameter: order_line_item") }
                return .part(order: try order(), lines: lines)
            case "3": return .combined(orders: orderListIds ?? [])
            default: throw TikTokError.fulfillment("Invalid parameter: ship_type")
            }
        }

        private func order() throws -> String {
            guard let orderId else { throw TikTokError.fulfillment("Invalid parameter: order_id") }
            return orderId
        }
    }

    /// Weight and edges of a parcel, where they are told: numbers in texts, in the units that are documented.
    private struct Parcel: Decodable {
        struct Weight: Decodable {
            let value: String
            let unit: String
        }
        struct Dimension: Decodable {
            let length: String
            let width: String
            let height: String
            let unit: String
        }
        var weight: Weight?
        var dimension: Dimension?

        func check() throws {
            if let weight {
                try Self.check([weight.value], weight.unit, of: ["GRAM", "POUND"], "weight")
            }
            if let dimension {
                let edges = [dimension.length, dimension.width, dimension.height]
                try Self.check(edges, dimension.unit, of: ["CM", "INCH"], "dimension")
            }
        }

        private static func check(_ numbers: [String], _ unit: String, of units: [String], _ name: String) throws {
            guard units.contains(unit), numbers.allSatisfy({ (Double($0) ?? 0) > 0 }) else {
                throw TikTokError.fulfillment("Invalid parameter: \(name)")
            }
        }
    }

    @Sendable static func create(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let creation = try call.body(Creation.self, TikTokError.fulfillment)
        try call.body(Parcel.self, TikTokError.fulfillment).check()
        let shop = try call.shop()
        // In the US the seller chooses, as of 202512, which is the version with a ship_type.
        guard creation.shippingServiceId != nil || creation.shipType == nil || !shop.market.needsService else {
            throw TikTokError.fulfillment("Invalid parameter: shipping_service_id is required")
        }
        let package = try world.createPackage(
            try creation.plan(), shop: shop, serviceID: creation.shippingServiceId)
        let currency = shop.market.currency
        return [
            "package_id": .string(package.id), "order_id": .optional(package.orderIDs.first),
            "order_line_item_ids": .strings(package.lineIDs),
            "create_time": .int(package.created.seconds),
            "shipping_service_info": [
                "id": .optional(package.service?.id), "name": .optional(package.service?.name),
                "price": .string(currency.text(package.service?.price ?? 0)), "currency": .string(currency.code),
            ],
        ]
    }

    @Sendable static func services(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shop = try call.shop()
        guard let order = world.tiktok.orders.find(call.ids[0], shop: shop.id) else {
            throw TikTokError.fulfillment("order_id: order \(call.ids[0]) not found")
        }
        guard order.shipping == .tiktok, shop.market.offersServices else { throw TikTokError.wrongShipCall }
        try call.body(Parcel.self, TikTokError.fulfillment).check()
        return [
            "shipping_services": .array(
                world.services(for: order).enumerated().map { index, service in
                    [
                        "id": .string(service.id), "name": .string(service.name),
                        "shipping_provider_id": .string(service.provider.id),
                        "shipping_provider_name": .string(service.provider.name),
                        "price": .string(shop.market.currency.text(service.price)),
                        "currency": .string(shop.market.currency.code),
                        "earliest_delivery_days": .int(service.days.lowerBound),
                        "latest_delivery_days": .int(service.days.upperBound), "is_default": .bool(index == 0),
                    ]
                })
        ]
    }
}
