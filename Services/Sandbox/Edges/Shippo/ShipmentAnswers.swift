/// Shipments and their rates.
enum ShipmentAnswers {
    /// An address is given whole or by the id of one made before.
    enum AddressWish: Decodable {
        case id(String)
        case fields(ShippoAddress.Fields)

        init(from decoder: any Decoder) throws {
            if let id = try? decoder.singleValueContainer().decode(String.self) {
                self = .id(id)
            } else {
                self = .fields(try ShippoAddress.Fields(from: decoder))
            }
        }
    }

    struct ParcelWish: Decodable {
        let length: String
        let width: String
        let height: String
        let distanceUnit: String
        let weight: String
        let massUnit: String
    }

    struct Wish: Decodable {
        let addressFrom: AddressWish
        let addressTo: AddressWish
        let parcels: [ParcelWish]
        var metadata: String?
        var async: Bool?
    }

    @Sendable static func create(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let wish = try call.body(Wish.self)
        let shipment = try world.shipment(wish, isTest: call.isTest)
        let entered = world.enterShipment(shipment, isAsync: wish.async ?? true)
        return world.shippo.json(entered)
    }

    @Sendable static func list(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let shippo = world.shippo
        return try call.list(shippo.shipments.newestFirst, publicURL: world.publicURL) { shippo.json($0) }
    }

    @Sendable static func get(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard let shipment = world.shippo.shipments[call.ids[0]] else { throw ShippoError.notFound }
        return world.shippo.json(shipment)
    }

    /// The rates of a shipment; a currency in the path changes nothing, since no exchange rates are kept.
    @Sendable static func rates(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard let shipment = world.shippo.shipments[call.ids[0]] else { throw ShippoError.notFound }
        let rates = shipment.rateIDs.compactMap { world.shippo.rates[$0] }
        let isTest = call.isTest
        return try call.list(rates, publicURL: world.publicURL) { ShippoBooks.json($0, isTest: isTest) }
    }

    @Sendable static func rate(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard let rate = world.shippo.rates[call.ids[0]] else { throw ShippoError.notFound }
        return ShippoBooks.json(rate, isTest: call.isTest)
    }

    @Sendable static func carrierAccounts(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        return try call.list(Carriers.all, publicURL: world.publicURL) { carrier in
            [
                "object_id": .string(Carriers.account(carrier)), "account_id": "sandbox",
                "carrier": .string(Track.token(carrier)), "carrier_name": .string(carrier), "active": true,
                "is_shippo_account": true, "test": .bool(call.isTest), "parameters": [:],
                "object_owner": .string(ShippoBooks.owner),
            ]
        }
    }
}

extension World {
    mutating func shipment(_ wish: ShipmentAnswers.Wish, isTest: Bool) throws -> Shipment {
        let from = try address(wish.addressFrom, "address_from", isTest: isTest)
        let to = try address(wish.addressTo, "address_to", isTest: isTest)
        let parcels = wish.parcels.map { parcel in
            Shipment.Parcel(
                id: shippo.newID(), length: parcel.length, width: parcel.width, height: parcel.height,
                distanceUnit: parcel.distanceUnit, weight: parcel.weight, massUnit: parcel.massUnit)
        }
        guard ["g", "kg", "oz", "lb"].contains(parcels.first?.massUnit ?? "g") else {
            throw ShippoError.field("parcels", "mass_unit is not a valid choice.")
        }
        return Shipment(
            id: shippo.newID(), created: now, from: from, to: to, parcels: parcels, metadata: wish.metadata ?? "",
            isTest: isTest)
    }

    private mutating func address(
        _ wish: ShipmentAnswers.AddressWish, _ name: String, isTest: Bool
    ) throws -> ShippoAddress {
        switch wish {
        case .id(let id):
            guard let known = shippo.addresses[id] else {
                throw ShippoError.field(name, "Address with supplied object_id not found.")
            }
            return known
        case .fields(let fields): return enterAddress(try AddressAnswers.checked(fields), isTest: isTest)
        }
    }
}

extension ShippoBooks {
    func json(_ shipment: Shipment) -> JSON {
        [
            "object_id": .string(shipment.id), "object_created": .string(shipment.created.iso8601),
            "object_updated": .string(shipment.created.iso8601), "object_owner": .string(Self.owner),
            "status": .string(shipment.status.rawValue), "address_from": json(shipment.from),
            "address_to": json(shipment.to), "address_return": json(shipment.from),
            "parcels": .array(shipment.parcels.map { Self.json($0, at: shipment.created) }),
            "shipment_date": .string(shipment.created.iso8601), "carrier_accounts": [], "extra": [:],
            "customs_declaration": .null, "metadata": .string(shipment.metadata),
            "rates": .array(
                shipment.rateIDs.compactMap { rates[$0] }.map { Self.json($0, isTest: shipment.isTest) }),
            "messages": .array(shipment.messages.map(\.json)), "test": .bool(shipment.isTest),
        ]
    }

    private static func json(_ parcel: Shipment.Parcel, at moment: Moment) -> JSON {
        [
            "object_id": .string(parcel.id), "object_created": .string(moment.iso8601),
            "object_updated": .string(moment.iso8601), "object_owner": .string(owner), "object_state": "VALID",
            "length": .string(parcel.length), "width": .string(parcel.width), "height": .string(parcel.height),
            "distance_unit": .string(parcel.distanceUnit), "weight": .string(parcel.weight),
            "mass_unit": .string(parcel.massUnit), "metadata": "", "extra": [:],
        ]
    }

    static func json(_ rate: Rate, isTest: Bool) -> JSON {
        let amount = JSON.string(rate.currency.text(rate.amount))
        return [
            "object_id": .string(rate.id), "object_created": .string(rate.created.iso8601),
            "object_owner": .string(owner), "shipment": .string(rate.shipmentID), "amount": amount,
            "currency": .string(rate.currency.code), "amount_local": amount,
            "currency_local": .string(rate.currency.code), "provider": .string(rate.service.carrier),
            "provider_image_75": "", "provider_image_200": "",
            "servicelevel": [
                "name": .string(rate.service.name), "token": .string(rate.service.token),
                "extended_token": .string(rate.service.token), "terms": "",
            ],
            "estimated_days": .int(rate.service.days), "arrives_by": .null,
            "duration_terms": .string("Delivery in about \(rate.service.days) days."),
            "attributes": .strings(rate.attributes), "zone": .string("\(rate.zone)"),
            "carrier_account": .string(Carriers.account(rate.service.carrier)), "messages": [], "test": .bool(isTest),
        ]
    }
}
