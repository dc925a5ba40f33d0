import Commerce
import Contracts

/// Everything that messages have told of one order. It is the same whether they come in order, late or twice; only the
/// exchange rates are those that were known when it was written.
struct OrderSheet: Codable, Hashable, Sendable {
    /// The sale; its parts lie in the row beside the others.
    private(set) var sale = SaleSheet()
    private(set) var oversell: Oversell?
    private(set) var parcels: [ShipmentID: Parcel] = [:]
    private(set) var conversion: Conversion?

    /// Notes a fact.
    ///
    /// - Parameters:
    ///   - told: when its message was made.
    ///   - zone: of the shop's days.
    mutating func take(_ fact: Fact, told: Instant, zone: Zone) throws(Absurdity) {
        switch fact {
        case .order(let message): try sale.take(message, zone: zone)
        case .returned(let message): try sale.take(message)
        case .short(let message): take(message, told)
        case .ready(let message): try change(message.shipment) { $0.take(message) }
        case .labelBought(let message): try change(message.shipment) { (p) throws(Absurdity) in try p.take(message) }
        case .labelVoided(let message): try change(message.shipment) { (p) throws(Absurdity) in try p.take(message) }
        case .labelFailed(let message): try change(message.shipment) { $0.take(message) }
        case .shipAccepted(let message): try change(message.shipment) { $0.accept(told: told) }
        case .tracked(let message): try change(message.shipment) { $0.take(message) }
        case .delivered(let message): try change(message.shipment) { $0.take(message) }
        }
    }

    private mutating func take(_ message: StockShort, _ told: Instant) {
        oversell = Oversell(message, told: told).map { $0.first(oversell) } ?? oversell
    }

    private mutating func change(
        _ shipment: ShipmentID, _ body: (inout Parcel) throws(Absurdity) -> Void
    ) throws(Absurdity) {
        let isRoom = parcels[shipment] != nil || parcels.count < Believable.parcels
        guard isRoom else { throw Absurdity(field: "shipment") }
        try body(&parcels[shipment, default: Parcel()])
    }
}

extension OrderSheet {
    /// The newest version; nil until one has come.
    var sold: SoldOrder? { sale.sold }
    var past: Past { sale.past }

    private enum CodingKeys: String, CodingKey {
        case oversell, parcels, conversion
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sale = try SaleSheet(from: decoder)
        oversell = try container.decodeIfPresent(Oversell.self, forKey: .oversell)
        parcels = try container.decode([ShipmentID: Parcel].self, forKey: .parcels)
        conversion = try container.decodeIfPresent(Conversion.self, forKey: .conversion)
    }

    func encode(to encoder: any Encoder) throws {
        try sale.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(oversell, forKey: .oversell)
        try container.encode(parcels, forKey: .parcels)
        try container.encodeIfPresent(conversion, forKey: .conversion)
    }
}

// MARK: - Currencies

extension OrderSheet {
    /// Counts its amounts in the tenant's currency, as far as rates are known. What was looked up stays, as long as
    /// the currency and the paid day do.
    mutating func convert(to target: Currency, zone: Zone, _ published: ExchangeRates) {
        guard let sold else { return }
        if conversion?.target != target || conversion?.datedBy != sold.datedBy {
            conversion = Conversion(target: target, datedBy: sold.datedBy, zone: zone)
        }
        let currencies = currencies
        conversion?.complete(currencies, from: published)
    }

    /// Of all its amounts.
    var currencies: Set<Currency> {
        let costs = parcels.values.flatMap(\.currencies)
        return Set(costs + (sold.map { [$0.currency] } ?? []))
    }

    /// Whether some amount cannot be counted in the tenant's currency yet.
    var lacksRate: Bool {
        guard let conversion else { return false }
        return !currencies.allSatisfy(conversion.knows)
    }
}
