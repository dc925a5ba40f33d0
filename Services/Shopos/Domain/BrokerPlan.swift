import Contracts

/// What a broker must have for the platform, and how that differs from what it has.
struct BrokerPlan: Sendable, Equatable {
    /// One thing that differs.
    struct Difference: Codable, Sendable, Hashable {
        /// What is to be done, or why nothing can be.
        enum Kind: String, Codable, Sendable {
            /// It is not there.
            case missing
            /// It is there, but not as it must be.
            case different
            /// It is there, and nobody needs it.
            case unknown
        }

        let kind: Kind
        /// `exchange`, `queue`, `binding`, `policy`, `foreign policy` or `rights`.
        let sort: String
        let name: String
        let detail: String
    }

    var exchanges: [BrokerExchange]
    var queues: [String]
    var bindings: [BrokerBinding]
    var policies: [BrokerPolicy]

    /// What the topology and its policies ask for.
    static var wanted: BrokerPlan {
        let queues = Topology.lanes.flatMap { [$0.queue, $0.deadLetters].compactMap(\.self) }
        return BrokerPlan(
            exchanges: Topology.Exchange.allCases.map {
                BrokerExchange(name: $0.rawValue, type: $0 == .requests ? "direct" : "topic")
            },
            queues: queues,
            bindings: Topology.lanes.flatMap { lane in
                lane.boundKeys.map { BrokerBinding(source: lane.exchange.rawValue, destination: lane.queue, key: $0) }
            },
            policies: Topology.lanes.map(policy))
    }

    /// At least 50, so that it never decides before a service's own count of suspects does; finite, so that nothing
    /// goes round for ever.
    static let deliveryLimit = 100
    /// A queue's limit that is lower is wrong, whoever has set it.
    static let leastDeliveryLimit = 50
    /// Requests that wait beyond this are refused: their callers are told at once instead of too late.
    static let mostRequests = 10_000
    /// Nobody waits for an answer that long.
    static let requestLife = 60_000

    private static func policy(_ lane: Topology.Lane) -> BrokerPolicy {
        var definition: [String: BrokerValue] = ["overflow": .text("reject-publish")]
        if let dead = lane.deadLetters {
            definition["delivery-limit"] = .number(deliveryLimit)
            definition["dead-letter-exchange"] = .text("")
            definition["dead-letter-routing-key"] = .text(dead)
            // A message on its way to the dead letters must not be lost with a node.
            definition["dead-letter-strategy"] = .text("at-least-once")
        } else {
            definition["max-length"] = .number(mostRequests)
            definition["message-ttl"] = .number(requestLife)
        }
        return BrokerPolicy(
            name: lane.queue, pattern: "^" + lane.queue.replacing(".", with: "\\.") + "$", definition: definition,
            applyTo: "queues", priority: 10)
    }

    /// What is to be done to a broker that has these, and what is there too much.
    func differences(
        exchanges: [BrokerExchange], queues: [BrokerQueue], bindings: [BrokerBinding], policies: [BrokerPolicy]
    ) -> [Difference] {
        differences(exchanges) + differences(queues) + differences(bindings) + differences(policies)
    }

    private func differences(_ there: [BrokerExchange]) -> [Difference] {
        exchanges.compactMap { wanted in
            guard let found = there.first(where: { $0.name == wanted.name }) else {
                return Difference(kind: .missing, sort: "exchange", name: wanted.name, detail: wanted.type)
            }
            let faults = found.faults(wanted)
            guard !faults.isEmpty else { return nil }
            return Difference(
                kind: .different, sort: "exchange", name: wanted.name, detail: faults.joined(separator: "; "))
        }
    }

    private func differences(_ there: [BrokerQueue]) -> [Difference] {
        let known = Dictionary(there.map { ($0.name, $0) }) { first, _ in first }
        let wrong = queues.compactMap { name -> Difference? in
            guard let found = known[name] else {
                return Difference(kind: .missing, sort: "queue", name: name, detail: "quorum")
            }
            let faults = found.faults(BrokerQueue(name: name))
            guard !faults.isEmpty else { return nil }
            return Difference(kind: .different, sort: "queue", name: name, detail: faults.joined(separator: "; "))
        }
        // Queues of connections come and go; only what stays is ours to wonder about.
        let more = there.filter { $0.isDurable && !queues.contains($0.name) }.map {
            Difference(kind: .unknown, sort: "queue", name: $0.name, detail: "in nobody's topology")
        }
        return wrong + more.sorted { $0.name < $1.name }
    }

    private func differences(_ there: [BrokerBinding]) -> [Difference] {
        let ours = Set(exchanges.map(\.name))
        let known = Set(there)
        let missing = bindings.filter { !known.contains($0) }.map {
            Difference(kind: .missing, sort: "binding", name: $0.destination, detail: "\($0.source) by \($0.key)")
        }
        let wanted = Set(bindings)
        let more = there.filter { ours.contains($0.source) && queues.contains($0.destination) && !wanted.contains($0) }
            .map {
                Difference(kind: .unknown, sort: "binding", name: $0.destination, detail: "\($0.source) by \($0.key)")
            }
        return missing + more.sorted { ($0.name, $0.detail) < ($1.name, $1.detail) }
    }

    private func differences(_ there: [BrokerPolicy]) -> [Difference] {
        let known = Dictionary(there.map { ($0.name, $0) }) { first, _ in first }
        let own = policies.compactMap { wanted -> Difference? in
            guard let found = known[wanted.name] else {
                return Difference(kind: .missing, sort: "policy", name: wanted.name, detail: wanted.pattern)
            }
            guard found != wanted else { return nil }
            return Difference(kind: .different, sort: "policy", name: wanted.name, detail: wanted.pattern)
        }
        return own + foreign(there)
    }
}
