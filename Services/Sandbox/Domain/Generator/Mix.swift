/// How often what happens, as probabilities from 0 to 1.
struct Mix: Sendable, Equatable {
    /// The steepness of the demand curve: SKU of rank n is wanted in proportion to 1 / n^skew.
    var skew = 1.1
    var severalUnits = 0.25
    var severalSKUs = 0.3
    var gift = 0.05
    var sample = 0.04
    var refundableSample = 0.01
    /// Of orders that are no samples.
    var exchange = 0.01
    var fulfilledByTikTok = 0.05
    /// Of shops that ship both ways.
    var sellerShipping = 0.6
    var neverPays = 0.02
    var cancelsUnpaid = 0.01
    var cancelsOnHold = 0.03
    var asksToCancel = 0.02
    var asksLate = 0.01
    var withdraws = 0.2
    var moves = 0.03
    var refundOnly = 0.01
    var sendsBack = 0.03
    /// The chance that an order starts a viral spike of one SKU, how long it lasts, how much of the demand it draws,
    /// and by how much it raises the rate.
    var spike = 0.002
    var spikeSeconds = 120.0
    var spikeShare = 0.7
    var spikeFactor = 3.0

    /// Orders of one line that are paid, shipped and kept.
    static let calm = Mix(
        severalUnits: 0, severalSKUs: 0, gift: 0, sample: 0, refundableSample: 0, exchange: 0, fulfilledByTikTok: 0,
        neverPays: 0, cancelsUnpaid: 0, cancelsOnHold: 0, asksToCancel: 0, asksLate: 0, moves: 0, refundOnly: 0,
        sendsBack: 0, spike: 0)
}

extension Mix {
    /// The knobs by name, as the admin API takes them.
    private static var knobs: [String: WritableKeyPath<Mix, Double>] {
        [
            "skew": \.skew, "several_units": \.severalUnits, "several_skus": \.severalSKUs, "gift": \.gift,
            "sample": \.sample, "refundable_sample": \.refundableSample, "exchange": \.exchange,
            "fulfilled_by_tiktok": \.fulfilledByTikTok, "seller_shipping": \.sellerShipping,
            "never_pays": \.neverPays, "cancels_unpaid": \.cancelsUnpaid, "cancels_on_hold": \.cancelsOnHold,
            "asks_to_cancel": \.asksToCancel, "asks_late": \.asksLate, "withdraws": \.withdraws, "moves": \.moves,
            "refund_only": \.refundOnly, "sends_back": \.sendsBack, "spike": \.spike,
            "spike_seconds": \.spikeSeconds, "spike_share": \.spikeShare, "spike_factor": \.spikeFactor,
        ]
    }

    /// Turns knobs; answers the first name that is none.
    mutating func set(_ values: [String: Double]) -> String? {
        let knobs = Self.knobs
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let knob = knobs[name] else { return name }
            self[keyPath: knob] = max(0, value)
        }
        return nil
    }

    /// All knobs with their values.
    var values: [(name: String, value: Double)] {
        Self.knobs.map { ($0.key, self[keyPath: $0.value]) }.sorted { $0.0 < $1.0 }
    }
}
