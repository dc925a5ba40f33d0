extension World {
    /// The recipient as far as an app may see it.
    func recipient(_ order: Order) -> JSON {
        switch order.sight(at: now) {
        case .clear: Self.recipient(order.hidesPhone ? order.address.withoutPhone : order.address)
        case .masked: Self.recipient(order.address.masked)
        case .empty: Self.emptyRecipient(region: order.market.region)
        }
    }

    private static func recipient(_ address: Address) -> JSON {
        [
            "name": .string(address.name), "first_name": .string(address.firstName),
            "last_name": .string(address.lastName), "phone_number": .string(address.phone),
            "full_address": .string(address.full), "address_detail": .string(address.detail),
            "address_line1": .string(address.line1), "address_line2": .string(address.line2), "address_line3": "",
            "address_line4": "", "postal_code": .string(address.place.postalCode),
            "region_code": .string(address.region), "district_info": districts(address),
            "delivery_preferences": ["drop_off_location": ""],
        ]
    }

    private static func districts(_ address: Address) -> JSON {
        let levels = [
            ("Country", address.country), ("State", address.place.state), ("County", address.place.county),
            ("City", address.place.city),
        ]
        return .array(
            levels.enumerated().map { index, level in
                [
                    "address_level_name": .string(level.0), "address_name": .string(level.1),
                    "address_level": .string("L\(index)"),
                ]
            })
    }

    private static func emptyRecipient(region: String) -> JSON {
        let fields = [
            "name", "first_name", "last_name", "phone_number", "full_address", "address_detail", "address_line1",
            "address_line2", "address_line3", "address_line4", "postal_code",
        ]
        return JSON.object(fields.map { .init(name: $0, value: "") })
            .adding(["region_code": .string(region), "district_info": []])
    }
}
