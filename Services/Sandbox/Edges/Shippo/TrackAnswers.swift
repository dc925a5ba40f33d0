/// Following parcels.
enum TrackAnswers {
    private struct Wish: Decodable {
        let carrier: String
        let trackingNumber: String
        var metadata: String?
    }

    @Sendable static func create(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let wish = try call.body(Wish.self)
        try check(wish.carrier, of: wish.trackingNumber, world)
        let track = world.follow(
            carrier: wish.carrier, number: String(wish.trackingNumber.prefix(100)),
            metadata: String((wish.metadata ?? "").prefix(100)))
        return world.shippo.json(track)
    }

    /// A number that nobody has registered is answered as well, with the status unknown.
    @Sendable static func get(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let (carrier, number) = (call.ids[0], call.ids[1])
        try check(carrier, of: number, world)
        if let known = world.shippo.tracks[number] { return world.shippo.json(known) }
        guard carrier == "shippo" else { return world.shippo.json(Track(carrier: carrier, number: number)) }
        let track = world.follow(carrier: carrier, number: number, metadata: "")
        return world.shippo.json(track)
    }

    /// Another carrier does not know the number of a label.
    private static func check(_ carrier: String, of number: String, _ world: World) throws(ShippoError) {
        guard let known = world.shippo.tracks[number], known.labelID != nil else { return }
        if known.carrier != carrier { throw ShippoError.notFound }
    }
}

extension ShippoBooks {
    func json(_ track: Track) -> JSON {
        [
            "carrier": .string(track.carrier), "tracking_number": .string(track.number),
            "address_from": Self.json(track.from), "address_to": Self.json(track.to),
            "eta": track.eta.map { .string($0.iso8601) } ?? .null,
            "original_eta": track.eta.map { .string($0.iso8601) } ?? .null,
            "servicelevel": [
                "token": .optional(track.service?.token), "name": .optional(track.service?.name),
            ],
            "metadata": .string(track.metadata), "transaction": .optional(track.labelID), "messages": [],
            "tracking_status": track.events.last.map(Self.json) ?? .null,
            "tracking_history": .array(track.events.map(Self.json)), "test": .bool(track.labelID == nil),
        ]
    }

    private static func json(_ event: Track.Event) -> JSON {
        [
            "object_id": .string(event.id), "object_created": .string(event.at.iso8601),
            "object_updated": .string(event.at.iso8601), "status": .string(event.status.rawValue),
            "status_details": .string(event.details), "status_date": .string(event.at.iso8601),
            "substatus": [
                "code": .string(event.substatus), "text": .string(event.details),
                "action_required": .bool(event.status == .failure),
            ],
            "location": json(event.place),
        ]
    }

    private static func json(_ place: Track.Place) -> JSON {
        [
            "city": .string(place.city), "state": .string(place.state), "zip": .string(place.zip),
            "country": .string(place.country),
        ]
    }
}
