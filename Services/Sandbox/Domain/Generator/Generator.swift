import Foundation

/// Where invented orders come from: seeded, so that the same seed sells the same things to the same people.
struct Generator: Sendable {
    /// Orders per wall-clock minute; 0 while it stands still.
    private(set) var perMinute = 0.0
    var mix = Mix()
    /// The shops it buys from; empty for all.
    var shopIDs: [String] = []
    /// How many more orders it makes; nil for no end.
    var remaining: Int?
    private(set) var made = 0
    private(set) var refused = 0
    var dice: Dice
    private(set) var spike: Spike?
    /// Ticks of an earlier run carry an older number and fall silent.
    private(set) var run = 0

    struct Spike: Sendable {
        let skuID: String
        let until: Moment
    }

    init(seed: UInt64) {
        dice = Dice(seed: seed, stream: "generator")
    }

    /// Nothing is viral at the beginning: a spike of the run before would sell at its rate in a mix that has none.
    mutating func start(perMinute: Double, remaining: Int?) {
        self.perMinute = perMinute
        self.remaining = remaining
        spike = nil
        run += 1
    }

    mutating func stop() {
        perMinute = 0
        run += 1
    }

    var isRunning: Bool { perMinute > 0 && remaining != 0 }

    mutating func count(sold: Bool) {
        if sold { made += 1 } else { refused += 1 }
        remaining = remaining.map { max(0, $0 - 1) }
    }

    /// The wait until the next order: exponential, shorter during a spike.
    mutating func nextWait(now: Moment) -> Duration {
        let factor = isSpiking(now) ? mix.spikeFactor : 1
        return dice.wait(mean: .seconds(60 / (perMinute * factor)))
    }

    func isSpiking(_ now: Moment) -> Bool {
        spike.map { $0.until > now } ?? false
    }

    /// A SKU by its rank, or the one that everybody wants just now.
    mutating func choose(from skus: [String], now: Moment) -> String? {
        if let spike, spike.until > now, skus.contains(spike.skuID), dice.happens(mix.spikeShare) {
            return spike.skuID
        }
        let weighted = skus.enumerated().map { ($1, 1 / pow(Double($0 + 1), mix.skew)) }
        let chosen = dice.pick(weighted)
        if let chosen, !isSpiking(now), dice.happens(mix.spike) {
            spike = Spike(skuID: chosen, until: now + .seconds(mix.spikeSeconds))
        }
        return chosen
    }
}
