public import AMQP
public import Contracts

/// The platform's topology in the broker's terms.
extension Topology {
    /// What a service declares when it connects: the exchanges and its own queues.
    ///
    /// Queues get no argument but their type: arguments are a queue's identity for ever, and everything tunable
    /// (dead letters, delivery limit, length) is a policy of the operator's.
    public static func broker(for service: String) -> BrokerTopology {
        declarations(of: lanes(of: service))
    }

    /// Everything, for a broker that is prepared before any service runs, so that no first message finds no queue.
    public static var broker: BrokerTopology { declarations(of: lanes) }

    private static func declarations(of lanes: [Lane]) -> BrokerTopology {
        BrokerTopology(
            exchanges: Exchange.allCases.map(\.declaration),
            queues: lanes.flatMap { lane in ([lane.queue, lane.deadLetters] as [String?]).compactMap(\.self) }
                .map { .quorum($0) },
            bindings: lanes.flatMap { lane in
                lane.boundKeys.map { key in
                    .init(
                        exchange: lane.exchange.rawValue, routingKey: key, queue: lane.queue,
                        mayBeRefused: lane.exchange == .requests)
                }
            })
    }

    /// Where the services' own messages are published: mandatory wherever a queue is listed for them.
    public static func route(_ name: MessageName) -> Route {
        Route(exchange: Exchange.events.rawValue, key: name.rawValue, isMandatory: !consumers(of: name).isEmpty)
    }
}

extension Topology.Exchange {
    /// The exchange as it is declared.
    var declaration: BrokerTopology.Exchange { .init(rawValue, self == .requests ? .direct : .topic) }
}
