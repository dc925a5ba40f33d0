/// The rules in force, drawn per call in the order in which they were set.
struct FaultPlan: Sendable {
    private(set) var rules: [FaultRule] = []
    private let seed: UInt64
    private var issued = 0

    init(seed: UInt64) {
        self.seed = seed
    }

    @discardableResult
    mutating func add(
        _ partner: FaultRule.Partner, endpoint: String, probability: Double = 1, times: Int? = nil,
        _ kind: FaultRule.Kind
    ) -> FaultRule {
        issued += 1
        let rule = FaultRule(
            id: issued, partner: partner, endpoint: endpoint, probability: probability, timesLeft: times, kind: kind,
            dice: Dice(seed: seed, stream: "fault \(issued)"))
        rules.append(rule)
        return rule
    }

    /// Takes one rule away, or all of them.
    mutating func remove(_ id: Int?) {
        rules.removeAll { id == nil || $0.id == id }
    }

    /// What befalls a call: every latency that strikes, and the first other fault.
    struct CallFate: Sendable {
        var wait = Duration.zero
        var fault: FaultRule.Kind?
        /// When a late effect lands.
        var landsAfter = Duration.zero
    }

    mutating func callFate(of name: String, partner: FaultRule.Partner) -> CallFate {
        var fate = CallFate()
        for index in rules.indices where rules[index].strikes(partner, name) {
            switch rules[index].kind {
            case .latency(let range): fate.wait += rules[index].dice.span(range)
            case .late(let after, _) where fate.fault == nil:
                fate.fault = rules[index].kind
                fate.landsAfter = rules[index].dice.span(after)
            case let kind: fate.fault = fate.fault ?? kind
            }
        }
        return fate
    }

    /// What befalls a webhook; one delay per copy.
    struct WebhookFate: Sendable {
        var isLost = false
        var repeats = 0
        var delays: [Duration] = [.zero]
    }

    mutating func webhookFate(of topic: String) -> WebhookFate {
        var fate = WebhookFate()
        for index in rules.indices where rules[index].strikes(.webhook, topic) {
            switch rules[index].kind {
            case .lost: fate.isLost = true
            case .delayed(let range): fate.delays[0] = rules[index].dice.span(range)
            case .repeated(let times, let within):
                fate.repeats += times
                for _ in 0..<times { fate.delays.append(rules[index].dice.span(within)) }
            default: break
            }
        }
        return fate
    }
}
