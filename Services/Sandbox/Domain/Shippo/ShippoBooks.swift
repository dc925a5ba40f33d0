/// Shippo's books: what was asked for, bought, refunded and seen on the road.
struct ShippoBooks: Sendable {
    var settings: ShippoSettings
    var limits: ShippoLimits
    var dice: Dice
    var addresses = Register<ShippoAddress>()
    var shipments = Register<Shipment>()
    var rates = Register<Rate>()
    var labels = Register<Label>()
    var refunds = Register<LabelRefund>()
    var hooks = Register<ShippoHook>()
    /// By tracking number.
    private(set) var tracks: [String: Track] = [:]
    private(set) var charges: [Charge] = []

    /// Money that the account pays for a label, or gets back (negative), in minor units.
    struct Charge: Sendable {
        let at: Moment
        let labelID: String
        let amount: Int
        let currency: Currency
    }

    init(settings: ShippoSettings, seed: UInt64) {
        self.settings = settings
        limits = ShippoLimits(factor: settings.limitFactor)
        dice = Dice(seed: seed, stream: "shippo")
    }

    /// 32 hexadecimal digits.
    mutating func newID() -> String {
        dice.hex(32)
    }

    mutating func charge(_ label: Label, sign: Int, at moment: Moment) {
        guard let rate = rates[label.rateID] else { return }
        charges.append(
            Charge(at: moment, labelID: label.id, amount: sign * rate.amount, currency: rate.currency))
    }

    mutating func keep(_ track: Track) {
        tracks[track.number] = track
    }

    func trackStatus(of number: String) -> Track.Status? {
        tracks[number].flatMap { $0.labelID == nil ? nil : $0.status }
    }
}

/// Objects by id, and in the order of their making.
struct Register<Value: Sendable>: Sendable {
    private var values: [String: Value] = [:]
    private(set) var ids: [String] = []

    var count: Int { values.count }

    subscript(_ id: String) -> Value? { values[id] }

    /// Newest first, as Shippo lists.
    var newestFirst: [Value] {
        ids.reversed().compactMap { values[$0] }
    }

    mutating func enter(_ value: Value, id: String) {
        if values.updateValue(value, forKey: id) == nil { ids.append(id) }
    }

    mutating func change(_ id: String, _ apply: (inout Value) -> Void) {
        guard let index = values.index(forKey: id) else { return }
        apply(&values.values[index])
    }

    mutating func remove(_ id: String) {
        values[id] = nil
        ids.removeAll { $0 == id }
    }
}
