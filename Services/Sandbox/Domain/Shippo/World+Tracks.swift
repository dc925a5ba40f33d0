/// Parcels with labels from Shippo on the road.
extension World {
    mutating func startTrack(_ number: String, label: String, rate: Rate, shipment: Shipment) {
        var track = Track(
            carrier: Track.token(rate.service.carrier), number: number, labelID: label,
            from: Track.Place(shipment.from.fields), to: Track.Place(shipment.to.fields), service: rate.service)
        track.eta = now + pace.real(.days(Double(rate.service.days)))
        shippo.keep(track)
        scan(number, .preTransit, "Shipping label created.", "information_received", at: track.from)
        // Without a marketplace somebody tries Shippo alone: each label is put on a parcel.
        if tiktok.orders.count == 0 { expectPickUp(of: number) }
    }

    /// The parcel with this label stands where the carrier collects. A label that is on no parcel is never scanned.
    mutating func expectPickUp(of number: String) {
        later(shippo.dice.span(.hours(4)...(.hours(20)))) { $0.pickUp(number) }
    }

    /// A parcel whose label was given back, or whose order was cancelled before, never moves.
    private mutating func pickUp(_ number: String) {
        guard let track = shippo.tracks[number], track.status == .preTransit, let label = track.labelID,
            shippo.labels[label]?.status == .success, tiktok.orders.count == 0 || isHandedOver(number)
        else { return }
        scan(number, .transit, "Accepted at the carrier's facility.", "package_accepted", at: track.from)
        let days = Double(track.service?.days ?? 3)
        let ends = shippo.dice.happens(0.01) ? Track.Status.failure : .delivered
        later(.days(days / 2)) { $0.scan(number, .transit, "In transit.", "package_processed", at: Track.Place()) }
        later(.days(days)) { $0.end(number, as: ends) }
    }

    private mutating func end(_ number: String, as status: Track.Status) {
        guard let track = shippo.tracks[number] else { return }
        if status == .delivered {
            scan(number, .delivered, "Delivered.", "delivered", at: track.to)
        } else {
            scan(number, .failure, "The parcel could not be delivered.", "package_undeliverable", at: track.to)
            later(.days(3)) { $0.scan(number, .returned, "Returned to sender.", "return_to_sender", at: track.from) }
        }
    }

    /// Notes an event, tells whoever listens, and moves the marketplace's parcels with it.
    mutating func scan(
        _ number: String, _ status: Track.Status, _ details: String, _ substatus: String, at place: Track.Place
    ) {
        guard var track = shippo.tracks[number] else { return }
        track.events.append(
            .init(id: shippo.newID(), at: now, status: status, details: details, substatus: substatus, place: place))
        shippo.keep(track)
        announce(track)
        if track.labelID != nil, status == .transit || status == .delivered {
            carrierScanned(number, delivered: status == .delivered)
        }
    }

    /// Follows a number that Shippo did not sell. The carrier `shippo` has numbers that stand for a status.
    mutating func follow(carrier: String, number: String, metadata: String) -> Track {
        if var known = shippo.tracks[number] {
            if !metadata.isEmpty { known.metadata = metadata }
            shippo.keep(known)
            return known
        }
        shippo.keep(Track(carrier: carrier, number: number, metadata: metadata))
        if carrier == "shippo", number.hasPrefix("SHIPPO_"),
            let status = Track.Status(rawValue: String(number.dropFirst(7)))
        {
            scan(
                number, status, "Test event.", "test",
                at: Track.Place(city: "San Francisco", state: "CA", zip: "94103", country: "US"))
        }
        return shippo.tracks[number] ?? Track(carrier: carrier, number: number)
    }
}

extension Track.Place {
    init(_ fields: ShippoAddress.Fields) {
        self.init(
            city: fields.city ?? "", state: fields.state ?? "", zip: fields.zip ?? "", country: fields.country ?? "")
    }
}
