import Contracts

/// What the instances of services say of their lanes.
struct Lanes: Sendable {
    /// What one instance has of a queue, and when it said so, by its own clock.
    private struct Share: Sendable {
        let lane: any AgingLane & Sendable
        /// Nil of a build that did not tell.
        var unacked: Int?
        var perSecond: Double?
        let at: Instant
    }

    private let states: [String: LaneState]
    private let shares: [String: [Share]]

    /// Puts together what services answer, each for all of its instances. One that is silent has nothing in hand that
    /// anybody knows of. A build that tells of no others tells of itself.
    init(_ services: [ServiceState]) {
        states = Dictionary(services.flatMap(\.lanes).map { ($0.queue, $0) }) { first, _ in first }
        var shares: [String: [Share]] = [:]
        for service in services {
            for instance in service.instances ?? [] where !instance.isSilent {
                let at = instance.instance == service.instance ? service.at : instance.heardAt
                for lane in instance.lanes {
                    shares[lane.queue, default: []].append(
                        Share(lane: lane, unacked: lane.unacked, perSecond: lane.perSecond, at: at))
                }
            }
            guard service.instances == nil else { continue }
            for lane in service.lanes {
                shares[lane.queue, default: []].append(Share(lane: lane, at: service.at))
            }
        }
        self.shares = shares
    }

    subscript(queue: String) -> LaneState? { states[queue] }

    /// Messages that consumers have and have not settled; nil when nobody tells.
    func unacked(_ queue: String) -> Int? { sum(queue, \.unacked) }

    /// Messages per second of all instances; nil when nobody tells.
    func rate(_ queue: String) -> Double? { sum(queue, \.perSecond) }

    /// How long the messages of a lane have waited, in milliseconds; nil when nothing was there of late.
    func age(_ queue: String) -> Int? { shares[queue]?.compactMap { $0.lane.age(at: $0.at) }.max() }

    /// Whether a lane's messages are stuck in some instance's hands.
    func stands(_ queue: String) -> Bool { shares[queue]?.contains { $0.lane.stands(at: $0.at) } ?? false }

    private func sum<Number: AdditiveArithmetic>(_ queue: String, _ part: (Share) -> Number?) -> Number? {
        let parts = (shares[queue] ?? []).compactMap(part)
        return parts.isEmpty ? nil : parts.reduce(.zero, +)
    }
}
