/// A broker user and the least that it needs: which names it may make, write and read, as RabbitMQ's regular
/// expressions. To bind a queue takes the right to write the queue and to read the exchange; on a topic exchange the
/// keys are limited, too, both those that are published and those that are bound
/// (rabbitmq.com/docs/access-control, "Topic Authorisation").
public struct BrokerUser: Sendable, Hashable {
    /// The keys of one topic exchange.
    public struct TopicRight: Sendable, Hashable {
        /// The exchange.
        public let exchange: Topology.Exchange
        /// Keys that may be published.
        public let write: String
        /// Keys that may be bound.
        public let read: String
    }

    /// The name; a service's user is called like the service.
    public let name: String
    /// Queues and exchanges that it may make, and so also delete.
    public let configure: String
    /// Queues that it may bind, exchanges to which it may publish.
    public let write: String
    /// Queues that it may consume, exchanges from which it may bind.
    public let read: String
    /// How its rights to topic exchanges are limited.
    public let topics: [TopicRight]
}

extension Topology {
    /// The users of the platform: one for each service, and ``operatorUser``.
    public static var users: [BrokerUser] {
        var seen: Set<String> = []
        let services = lanes.map { String($0.service) }.filter { seen.insert($0).inserted }
        return services.map(user) + [gatewayUser, operators]
    }

    /// What an outside producer may do: write to one exchange, under keys that begin with its name.
    public static func producer(_ name: String) -> BrokerUser {
        BrokerUser(
            name: name, configure: Pattern.nothing, write: Pattern.oneOf([Pattern.of(Exchange.webhooks.rawValue)]),
            read: Pattern.nothing,
            topics: [
                .init(exchange: .webhooks, write: "^\(Pattern.of("in.\(name)."))", read: Pattern.nothing)
            ])
    }

    /// A service's user: its own queues, what it tells, what it hears, and answers. Which questions come to it is an
    /// administrator's to bind: on a direct exchange the broker checks no keys, and whoever may bind may hear all.
    private static func user(of service: String) -> BrokerUser {
        let own = lanes(of: service)
        let queues = own.map(\.queue)
        let told = (Topology.told[service] ?? []).map { $0.name }
        let heard = Exchange.allCases.filter { exchange in
            exchange != .requests && own.contains { $0.exchange == exchange }
        }
        let written: [Exchange] = (told.isEmpty ? [] : [.events]) + [.replies]
        return BrokerUser(
            name: service, configure: Pattern.names(queues + own.compactMap(\.deadLetters)),
            write: Pattern.names(queues + written.map(\.rawValue)), read: Pattern.names(queues + heard.map(\.rawValue)),
            topics: [
                .init(
                    exchange: .events, write: Pattern.names(told.map(\.rawValue) + told.flatMap(addresses)),
                    read: bound(own, .events)),
                .init(exchange: .webhooks, write: Pattern.nothing, read: bound(own, .webhooks)),
                .init(exchange: .replies, write: Pattern.oneOf(askers.map(Pattern.replies)), read: Pattern.nothing),
            ])
    }

    /// Where a service may tell a message once more: to each of the queues that hear it.
    private static func addresses(of name: MessageName) -> [String] {
        consumers(of: name).map { $0.address(of: name) }
    }

    private static func bound(_ lanes: [Lane], _ exchange: Exchange) -> String {
        Pattern.names(lanes.filter { $0.exchange == exchange }.flatMap(\.boundKeys))
    }

    /// Whether answers may go to a queue: one of a gateway or an operator.
    public static func isForAnswers(_ queue: String) -> Bool {
        askers.contains { queue.hasPrefix("\($0).") } && queue.hasSuffix(".replies")
    }

    /// Who asks: each on queues whose names begin with its own.
    private static let askers = [gateway, "shopos"]
    static let gateway = "gateway"

    /// A gateway takes in webhooks, asks, and hears what live views show.
    private static var gatewayUser: BrokerUser {
        let rings = lanes.filter { $0.exchange == .webhooks }.flatMap(\.keys).filter { $0.hasPrefix("\(gateway).") }
        let (replies, views) = (Pattern.replies(gateway), Pattern.queues(gateway, "live"))
        let exchanges: (Exchange) -> String = { Pattern.of($0.rawValue) }
        return BrokerUser(
            name: gateway, configure: Pattern.oneOf([replies, views]),
            write: Pattern.oneOf([replies, views, exchanges(.webhooks), exchanges(.requests)]),
            read: Pattern.oneOf([replies, views, exchanges(.events), exchanges(.replies)]),
            topics: [
                .init(exchange: .events, write: Pattern.nothing, read: Pattern.names(live.map { $0.name.rawValue })),
                .init(exchange: .webhooks, write: Pattern.oneOf(rings.map(Pattern.matching)), read: Pattern.nothing),
                .init(exchange: .replies, write: Pattern.nothing, read: Pattern.oneOf([replies])),
            ])
    }

    /// An operator asks, and does nothing else.
    private static var operators: BrokerUser {
        let replies = Pattern.replies("shopos")
        return BrokerUser(
            name: operatorUser, configure: Pattern.oneOf([replies]),
            write: Pattern.oneOf([replies, Pattern.of(Exchange.requests.rawValue)]),
            read: Pattern.oneOf([replies, Pattern.of(Exchange.replies.rawValue)]),
            topics: [.init(exchange: .replies, write: Pattern.nothing, read: Pattern.oneOf([replies]))])
    }
}

/// Regular expressions of names.
private enum Pattern {
    /// Fits no name: none is empty.
    static let nothing = "^$"

    /// Fits these names alone.
    static func names(_ names: [String]) -> String { oneOf(names.map(of)) }

    /// Fits what one of these fits from end to end.
    static func oneOf(_ patterns: [String]) -> String {
        patterns.isEmpty ? nothing : "^(\(patterns.joined(separator: "|")))$"
    }

    /// A name with what is special in a regular expression taken literally.
    static func of(_ name: String) -> String {
        String(
            name.flatMap { character in
                character.isLetter || character.isNumber || "_-#".contains(character) ? [character] : ["\\", character]
            })
    }

    /// The keys that a binding's key stands for: `#` is any words, `*` one word.
    static func matching(_ key: String) -> String {
        of(key).replacing("#", with: ".*").replacing("\\*", with: "[^.]+")
    }

    /// The queues of one kind, of all instances: `gateway.<instance>.live`.
    static func queues(_ owner: String, _ kind: String) -> String { "\(of(owner))\\..+\\.\(of(kind))" }

    /// The queues on which answers come.
    static func replies(_ owner: String) -> String { queues(owner, "replies") }
}
