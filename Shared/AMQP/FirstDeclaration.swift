import Foundation
import Synchronization

/// Lets the connections of a process declare a topology one after the other until it is there.
///
/// Two connections that declare the same new quorum queue at the same moment can leave RabbitMQ (seen with 3.10) with
/// two logs for it. All is well until the broker restarts and opens the wrong one, which is empty and never elects a
/// leader: from then on every message that is routed to that queue, among others, is refused.
enum FirstDeclaration {
    private struct Place: Hashable {
        let broker: String
        let topology: BrokerTopology
    }

    private static let turn = NSLock()
    private static let known = Mutex<Set<Place>>([])

    /// Declares, alone unless this process has declared the same there before.
    ///
    /// - Parameter broker: host, port and virtual host.
    static func take(
        _ topology: BrokerTopology, at broker: String, _ declare: () throws(AMQPError) -> Void
    ) throws(AMQPError) {
        let place = Place(broker: broker, topology: topology)
        if known.withLock({ $0.contains(place) }) { return try declare() }
        turn.lock()
        defer { turn.unlock() }
        try declare()
        known.withLock { _ = $0.insert(place) }
    }
}
