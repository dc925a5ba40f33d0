import Foundation
import Synchronization

/// Lets the connections of a process declare a topology one after the other until it is there.
///
/// Two connections that declare the same new quorum queue at the same moment can leave RabbitMQ (seen with 3.10) with
/// two logs for it. All is well until the broker restarts and opens the wrong one, which is empty and never elects a
/// leader: from then on every message that is routed to that queue, among others, is refused.
enum FirstDeclaration {
    /// What is known of a broker's virtual host.
    private struct Broker {
        let turn = NSLock()
        var topologies: Set<BrokerTopology> = []
    }

    private static let brokers = Mutex<[String: Broker]>([:])

    /// Users, each at a virtual host, who may make no exchanges, or bind nothing to one of them. They are not tried
    /// again: the broker logs every refusal as an error. There are a few for each address of a broker that the process
    /// has.
    private static let forbidden = Mutex<Set<String>>([])

    /// Whether a user was refused this before.
    static func isForbidden(at place: String) -> Bool { forbidden.withLock { $0.contains(place) } }

    /// Notes that a user is refused this.
    static func forbid(at place: String) { forbidden.withLock { _ = $0.insert(place) } }

    /// Declares, alone unless this process has declared the same there before.
    ///
    /// - Parameter broker: host, port and virtual host.
    static func take(
        _ topology: BrokerTopology, at broker: String, _ declare: () throws(AMQPError) -> Void
    ) throws(AMQPError) {
        let (turn, isKnown) = brokers.withLock { brokers in
            let known = brokers[broker, default: Broker()]
            brokers[broker] = known
            return (known.turn, known.topologies.contains(topology))
        }
        if isKnown { return try declare() }
        turn.lock()
        defer { turn.unlock() }
        try declare()
        brokers.withLock { _ = $0[broker]?.topologies.insert(topology) }
    }
}
