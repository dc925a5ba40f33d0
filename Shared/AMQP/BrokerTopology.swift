/// Exchanges, queues and bindings that must exist before anything is published or consumed.
public struct BrokerTopology: Sendable, Hashable {
    /// A durable exchange.
    public struct Exchange: Sendable, Hashable {
        /// The kinds of routing that we use.
        public enum Kind: String, Sendable { case topic, direct, fanout }
        /// Its name on the wire.
        public var name: String
        /// How it routes.
        public var kind: Kind

        /// A durable exchange.
        public init(_ name: String, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// A queue.
    public struct Queue: Sendable, Hashable {
        /// Its name on the wire.
        public var name: String
        /// Whether it outlives the broker's restart; such a queue is a quorum queue.
        public var isDurable: Bool
        /// Whether it belongs to one connection and dies with it.
        public var isExclusive: Bool
        /// Arguments of the declaration; part of the queue's identity for ever, so portable ones only.
        public var arguments: Headers

        /// A durable quorum queue.
        public static func quorum(_ name: String, arguments: Headers = [:]) -> Queue {
            var all = arguments
            all["x-queue-type"] = "quorum"
            return Queue(name: name, isDurable: true, isExclusive: false, arguments: all)
        }

        /// A queue of one connection, gone with it: for replies and live views, where loss is allowed.
        public static func exclusive(_ name: String, arguments: Headers = [:]) -> Queue {
            Queue(name: name, isDurable: false, isExclusive: true, arguments: arguments)
        }

        init(name: String, isDurable: Bool, isExclusive: Bool, arguments: Headers) {
            self.name = name
            self.isDurable = isDurable
            self.isExclusive = isExclusive
            self.arguments = arguments
        }
    }

    /// What an exchange passes on to a queue.
    public struct Binding: Sendable, Hashable {
        /// Where it is published to.
        public var exchange: String
        /// The routing key.
        public var routingKey: String
        /// Its name.
        public var queue: String
        /// Whether a user may lack the right to make it: then it is an administrator's to make, and whoever is refused
        /// finds it made. Of any other binding a refusal is an error.
        public var mayBeRefused: Bool

        /// A binding of a queue.
        public init(exchange: String, routingKey: String, queue: String, mayBeRefused: Bool = false) {
            self.exchange = exchange
            self.routingKey = routingKey
            self.queue = queue
            self.mayBeRefused = mayBeRefused
        }
    }

    /// Exchanges, declared first.
    public var exchanges: [Exchange]
    /// Queues, declared second.
    public var queues: [Queue]
    /// Bindings, declared last.
    public var bindings: [Binding]

    /// A topology; empty when everything is declared elsewhere.
    public init(exchanges: [Exchange] = [], queues: [Queue] = [], bindings: [Binding] = []) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }

    /// Both topologies together.
    public func merging(_ other: BrokerTopology) -> BrokerTopology {
        BrokerTopology(
            exchanges: exchanges + other.exchanges.filter { !exchanges.contains($0) },
            queues: queues + other.queues.filter { !queues.contains($0) },
            bindings: bindings + other.bindings.filter { !bindings.contains($0) })
    }
}
