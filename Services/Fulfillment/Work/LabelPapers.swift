import Contracts
import Shippo

/// Why there will be no label by itself.
struct NoLabel: Error {
    /// A word of ``LabelFailed``.
    let reason: String
    let word: Wait.Word
    let detail: String
}

/// What a purchase is made of, in the partner's terms.
enum LabelPapers {
    static func address(_ place: Place) throws(NoLabel) -> Shippo.Address {
        guard let country = place.country, place.isUsable else {
            throw NoLabel(reason: "badAddress", word: .address, detail: "The address is incomplete.")
        }
        var address = Shippo.Address(country: country)
        address.name = place.name ?? "Recipient"
        address.phone = place.phone
        address.street1 = place.lines.first
        address.street2 = place.lines.dropFirst().first
        let rest = place.lines.dropFirst(2).joined(separator: ", ")
        address.street3 = rest.isEmpty ? nil : rest
        address.city = place.city
        address.state = place.state
        address.zip = place.postalCode
        return address
    }

    static func parcel(_ measures: Measures) -> Shippo.Parcel {
        let edges = measures.millimetres.map(String.init)
        return Shippo.Parcel(
            length: edges[0], width: edges[1], height: edges[2], distanceUnit: .millimetre,
            weight: String(measures.grams), massUnit: .gram)
    }

    /// The offers that can be bought; one with a price that cannot be read is none.
    static func offers(_ shipment: Shippo.Shipment) -> [RateOffer] {
        (shipment.rates ?? []).compactMap { rate in
            guard let id = rate.id, let carrier = rate.provider, let amount = rate.amount,
                let currency = rate.currency.flatMap({ Currency($0) }),
                let cost = try? Money(majorUnits: amount, currency: currency), cost.minorUnits >= 0
            else { return nil }
            return RateOffer(
                rate: id, carrier: carrier, service: rate.serviceLevel?.name ?? rate.serviceLevel?.token ?? "",
                cost: cost, days: rate.estimatedDays)
        }
    }

    /// What the partner says about an address or a shipment, in one sentence.
    static func sentence(_ messages: [ShippoMessage]?, or otherwise: String) -> String {
        let texts = (messages ?? []).prefix(5).compactMap(\.text).filter { !$0.isEmpty }
        return texts.isEmpty ? otherwise : String(texts.joined(separator: " ").prefix(500))
    }
}
