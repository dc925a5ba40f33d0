/// Addresses at Shippo.
enum AddressAnswers {
    @Sendable static func create(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let fields = try call.body(ShippoAddress.Fields.self)
        let address = world.enterAddress(try checked(fields), isTest: call.isTest)
        return world.shippo.json(address)
    }

    static func checked(_ fields: ShippoAddress.Fields) throws -> ShippoAddress.Fields {
        guard fields.country?.count == 2 else { throw ShippoError.required("country") }
        guard (fields.metadata?.count ?? 0) <= 100 else {
            throw ShippoError.field("metadata", "Ensure this field has no more than 100 characters.")
        }
        return fields
    }

    @Sendable static func list(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let shippo = world.shippo
        return try call.list(shippo.addresses.newestFirst, publicURL: world.publicURL) { shippo.json($0) }
    }

    @Sendable static func get(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard let address = world.shippo.addresses[call.ids[0]] else { throw ShippoError.notFound }
        return world.shippo.json(address)
    }

    @Sendable static func validate(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard var address = world.shippo.addresses[call.ids[0]] else { throw ShippoError.notFound }
        address.validation = AddressCheck.check(address.fields)
        return world.shippo.json(address)
    }

    /// The newer validation: an address in the query, an analysis in the answer.
    @Sendable static func validateByQuery(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let query = call.request.query
        let names = ["address_line_1", "city_locality", "state_province", "postal_code", "country_code", "name"]
        let check = AddressCheck.check(
            ShippoAddress.Fields(
                name: query["name"], street1: query["address_line_1"], city: query["city_locality"],
                state: query["state_province"], zip: query["postal_code"], country: query["country_code"]))
        let given = JSON.object(names.map { .init(name: $0, value: .optional(query[$0])) })
        return [
            "original_address": given,
            "analysis": [
                "validation_result": [
                    "value": check.isValid ? "valid" : "invalid",
                    "reasons": .array(
                        check.messages.map { ["code": .string($0.code), "description": .string($0.text)] }),
                ],
                "address_type": "unknown", "changed_attributes": [],
            ],
            "recommended_address": check.isValid
                ? given.adding(["confidence_result": ["score": "high", "code": "postal_data_match", "description": ""]])
                : .null,
            "geo": ["latitude": .null, "longitude": .null],
        ]
    }
}

extension ShippoBooks {
    static let owner = "sandbox@example.com"

    func json(_ address: ShippoAddress) -> JSON {
        let fields = address.fields
        let texts: [(String, String?)] = [
            ("name", fields.name), ("company", fields.company), ("street_no", fields.streetNo),
            ("street1", fields.street1), ("street2", fields.street2), ("street3", fields.street3),
            ("city", fields.city), ("state", fields.state), ("zip", fields.zip), ("country", fields.country),
            ("phone", fields.phone), ("email", fields.email), ("metadata", fields.metadata),
        ]
        return JSON.object(texts.map { .init(name: $0.0, value: .string($0.1 ?? "")) }).adding([
            "object_id": .string(address.id), "object_created": .string(address.created.iso8601),
            "object_updated": .string(address.created.iso8601), "object_owner": .string(Self.owner),
            "is_complete": .bool(address.isComplete), "is_residential": fields.isResidential.map(JSON.bool) ?? .null,
            "latitude": .null, "longitude": .null, "test": .bool(address.isTest),
            "validation_results": address.validation.map(Self.json) ?? [:],
        ])
    }

    private static func json(_ validation: ShippoAddress.Validation) -> JSON {
        [
            "is_valid": .bool(validation.isValid),
            "messages": .array(
                validation.messages.map { message in
                    [
                        "source": "Shippo Address Validator", "code": .string(message.code),
                        "type": message.isError ? "address_error" : "address_warning", "text": .string(message.text),
                    ]
                }),
        ]
    }
}
