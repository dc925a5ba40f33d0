/// Asking carriers.
extension World {
    mutating func enterAddress(_ fields: ShippoAddress.Fields, isTest: Bool) -> ShippoAddress {
        var address = ShippoAddress(fields: fields)
        address.id = shippo.newID()
        address.created = now
        address.isTest = isTest
        if fields.validate == true { address.validation = AddressCheck.check(fields) }
        shippo.addresses.enter(address, id: address.id)
        return address
    }

    /// Enters a shipment; its rates come at once, or shortly after for those that do not wait.
    mutating func enterShipment(_ shipment: Shipment, isAsync: Bool) -> Shipment {
        shippo.shipments.enter(shipment, id: shipment.id)
        if isAsync {
            at(now + .milliseconds(400)) { $0.rate(shipment.id) }
        } else {
            rate(shipment.id)
        }
        return shippo.shipments[shipment.id] ?? shipment
    }

    private mutating func rate(_ id: String) {
        guard let shipment = shippo.shipments[id] else { return }
        let messages = objections(to: shipment)
        let rates = messages.isEmpty ? offers(for: shipment) : []
        for rate in rates { shippo.rates.enter(rate, id: rate.id) }
        shippo.shipments.change(id) {
            $0.rateIDs = rates.map(\.id)
            $0.messages = messages
            $0.status = messages.isEmpty ? .success : .error
            if rates.isEmpty, messages.isEmpty {
                $0.messages = [CarrierMessage(source: "Shippo", text: "No carrier serves this shipment.")]
            }
        }
    }

    private func objections(to shipment: Shipment) -> [CarrierMessage] {
        var messages: [CarrierMessage] = []
        for (side, address) in [("from", shipment.from), ("to", shipment.to)] where !address.isComplete {
            messages.append(CarrierMessage(source: "Shippo", text: "address_\(side) is incomplete"))
        }
        if shipment.parcels.isEmpty || shipment.parcels.contains(where: { $0.kilograms == nil }) {
            messages.append(CarrierMessage(source: "Shippo", text: "The parcel's weight is not valid"))
        }
        return messages
    }

    private mutating func offers(for shipment: Shipment) -> [Rate] {
        let from = shipment.from.fields.country ?? ""
        let weight = shipment.parcels.compactMap(\.kilograms).reduce(0, +)
        let zone = zone(shipment)
        let services = Carriers.services(from: from, to: shipment.to.fields.country ?? "")
        let currency = Carriers.currency(from)
        var rates = services.filter { $0.mostWeight >= weight }.map { service in
            Rate(
                id: shippo.newID(), shipmentID: shipment.id, created: now, service: service,
                amount: service.cents(kilograms: weight, zone: zone), currency: currency, zone: zone)
        }
        Self.mark(&rates)
        return rates
    }

    /// How far apart the first digits of the postal codes are, as zones 1 to 8.
    private func zone(_ shipment: Shipment) -> Int {
        let digits = [shipment.from, shipment.to].map { address in
            address.fields.zip?.first.flatMap(\.wholeNumberValue) ?? 5
        }
        return 1 + min(7, abs(digits[0] - digits[1]))
    }

    /// Marks the cheapest, the fastest, and the best by price and days together.
    private static func mark(_ rates: inout [Rate]) {
        let marks: [(String, (Rate) -> Int)] = [
            ("CHEAPEST", { $0.amount }), ("FASTEST", { $0.service.days * 1_000_000 + $0.amount }),
            ("BESTVALUE", { $0.amount * ($0.service.days + 2) }),
        ]
        for (name, cost) in marks {
            if let best = rates.indices.min(by: { cost(rates[$0]) < cost(rates[$1]) }) {
                rates[best].attributes.append(name)
            }
        }
    }
}
