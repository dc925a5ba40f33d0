/// Warehouses, and how they deliver.
enum LogisticsAnswers {
    @Sendable static func warehouses(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shop = try call.shop()
        return [
            "warehouses": .array(
                shop.warehouses.map { warehouse in
                    [
                        "id": .string(warehouse.id), "entity_id": .string(warehouse.id),
                        "name": .string(warehouse.name), "effect_status": "ENABLED",
                        "type": .string(warehouse.kind.rawValue), "sub_type": "DOMESTIC_WAREHOUSE",
                        "is_default": .bool(warehouse.isDefault), "address": address(warehouse.place, shop.market),
                    ]
                })
        ]
    }

    /// `distict` is how the partner spells it.
    private static func address(_ place: Market.Place, _ market: Market) -> JSON {
        [
            "region": .string(market.country), "region_code": .string(market.region), "state": .string(place.state),
            "city": .string(place.city), "distict": .string(place.county), "town": "",
            "contact_person": "Demo Seller", "postal_code": .string(place.postalCode),
            "full_address": .string(
                "1 Dock Street, \(place.city), \(place.state), \(place.postalCode), \(market.country)"),
            "address_line1": "1 Dock Street", "address_line2": "", "address_line3": "", "address_line4": "",
            "phone_number": .string("(\(market.phonePrefix))555-010-0100"), "geolocation": .null,
        ]
    }

    @Sendable static func deliveryOptions(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shop = try call.shop()
        guard shop.warehouses.contains(where: { $0.id == call.ids[0] }) else {
            throw TikTokError.fulfillment("warehouse_id: warehouse \(call.ids[0]) not found")
        }
        return [
            "delivery_options": .array(
                shop.deliveryOptions.map { option in
                    [
                        "id": .string(option.id), "name": .string(option.name),
                        "type": option.shipping == .seller ? "SEND_BY_SELLER" : "STANDARD",
                        "description": .string(option.name), "platform": ["TIKTOK_SHOP"],
                        "dimension_limit": [
                            "max_length": 150, "max_width": 150, "max_height": 150, "unit": "CM",
                        ],
                        "weight_limit": ["max_weight": 30_000, "min_weight": 0, "unit": "GRAM"],
                    ]
                })
        ]
    }

    /// Carriers are listed per delivery option, and only where the seller ships.
    @Sendable static func providers(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        guard let option = try call.shop().deliveryOptions.first(where: { $0.id == call.ids[0] }) else {
            throw TikTokError.fulfillment("delivery_option_id: delivery option \(call.ids[0]) not found")
        }
        guard option.shipping == .seller else {
            throw TikTokError.fulfillment("delivery_option_id: the platform ships this delivery option")
        }
        return [
            "shipping_providers": .array(
                option.providers.map { ["id": .string($0.id), "name": .string($0.name)] })
        ]
    }
}
