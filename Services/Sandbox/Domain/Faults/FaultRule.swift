/// One way in which things go wrong on demand.
struct FaultRule: Sendable {
    enum Partner: String, Sendable, Codable {
        case tiktok, shippo, webhook
    }

    enum Kind: Sendable {
        /// The answer takes longer.
        case latency(ClosedRange<Duration>)
        /// The answer is an error; with `isDone` the effect has taken place all the same.
        case error(code: Int, status: Int, message: String, isDone: Bool)
        case throttle(retryAfter: Int?)
        /// The caller waits in vain for `hold`; the effect lands at some time within `after`.
        case late(after: ClosedRange<Duration>, hold: Duration)
        /// For webhooks: never sent, sent more than once, sent late (so that later ones overtake it).
        case lost
        case repeated(times: Int, within: ClosedRange<Duration>)
        case delayed(ClosedRange<Duration>)
    }

    let id: Int
    let partner: Partner
    /// An endpoint's or webhook's name; a `*` at the end stands for any rest.
    let endpoint: String
    /// From 0 to 1.
    let probability: Double
    /// How often the rule may still strike; nil for no limit.
    var timesLeft: Int?
    let kind: Kind
    var strikes = 0
    /// Chance of its own, so that rules do not disturb each other.
    var dice: Dice

    /// Whether the rule strikes this time.
    mutating func strikes(_ partner: Partner, _ name: String) -> Bool {
        guard partner == self.partner, matches(name), timesLeft != 0, dice.happens(probability) else { return false }
        timesLeft = timesLeft.map { $0 - 1 }
        strikes += 1
        return true
    }

    private func matches(_ name: String) -> Bool {
        endpoint.hasSuffix("*") ? name.hasPrefix(endpoint.dropLast()) : name == endpoint
    }
}
