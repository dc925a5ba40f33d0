import AMQP
import Contracts
import Foundation
import TestKit
import Testing

@testable import Messaging

/// What each of the broker's users may do, and what it may not, tried on a real broker.
@Suite(.timeLimit(.minutes(10)))
struct RightsTests {
    private static let services = ["accounts", "ingestion", "inventory", "fulfillment", "analytics", "credit"]
    private static let everyKey = Set(Topology.told.values.joined().map { $0.name.rawValue }).sorted()

    @Test("a service declares its queues, consumes them, tells what is its own and answers")
    func serviceDeclaresQueues() async throws {
        try await prepared { broker, users in
            for service in Self.services {
                let url = try #require(users[service])
                #expect(try Attempt.declare(Topology.broker(for: service), at: url) == .done, "\(service)")
                for lane in Topology.lanes(of: service) {
                    #expect(try Attempt.consume(lane.queue, at: url) == .done, "\(lane.queue)")
                }
                for message in Topology.told[service] ?? [] {
                    let answer = try Attempt.publish(message.name.rawValue, to: "shop.events", at: url)
                    let isHeard = !Topology.consumers(of: message.name).isEmpty
                    #expect(answer == (isHeard ? .done : .unroutable), "\(service) \(message.name)")
                    for lane in Topology.consumers(of: message.name) {
                        let address = lane.address(of: message.name)
                        #expect(try Attempt.publish(address, to: "shop.events", at: url) == .done, "\(address)")
                    }
                }
                for asker in ["gateway.1.replies", "shopos.1.replies"] {
                    #expect(
                        try Attempt.publish(asker, to: "shop.replies", at: url) == .unroutable, "nobody waits there")
                }
            }
        }
    }

    @Test("a service may not tell what is another's, ask, ring, or write past the exchanges")
    func serviceNotTell() async throws {
        try await prepared { broker, users in
            for service in Self.services {
                let url = try #require(users[service])
                let own = (Topology.told[service] ?? []).map { $0.name }
                for key in Self.everyKey where !own.map(\.rawValue).contains(key) {
                    #expect(try Attempt.publish(key, to: "shop.events", at: url) == Attempt.denied, "\(service) \(key)")
                }
                for lane in Topology.lanes where lane.exchange == .events {
                    for key in lane.keys where !own.map(\.rawValue).contains(key) {
                        let address = lane.address(of: MessageName(key))
                        let answer = try Attempt.publish(address, to: "shop.events", at: url)
                        #expect(answer == Attempt.denied, "\(service) \(address)")
                    }
                }
                for (exchange, key) in [
                    ("shop.webhooks", "gateway.tiktok.1"), ("shop.webhooks", "in.\(service).order"),
                    ("shop.requests", KeyVerify.name.rawValue), ("shop.replies", "inventory.orders"),
                    ("", "\(service).requests"), ("", "fulfillment.orders"), ("amq.topic", "any"), ("more", "any"),
                ] {
                    #expect(
                        try Attempt.publish(key, to: exchange, at: url) == Attempt.denied,
                        "\(service) \(exchange) \(key)")
                }
            }
        }
    }

    @Test("a service may not make, bind or consume what is another's, nor read dead letters")
    func serviceNotMake() async throws {
        try await prepared { broker, users in
            for service in Self.services {
                let url = try #require(users[service])
                let foreign = Topology.lanes.filter { $0.service != service }
                for queue in foreign.map(\.queue) + ["\(service).more", "more"] {
                    #expect(try Attempt.declare(queue, at: url) == Attempt.denied, "\(service) \(queue)")
                }
                let dead = Topology.lanes.compactMap(\.deadLetters)
                for queue in foreign.map(\.queue) + dead {
                    #expect(try Attempt.consume(queue, at: url) == Attempt.denied, "\(service) \(queue)")
                }
                let queue = "\(service).requests"
                let heard = Set(Topology.lanes(of: service).flatMap(\.keys))
                for key in Self.everyKey.filter({ !heard.contains($0) }) + [
                    "#", "shop.order.*", "to.\(foreign[0].queue).#",
                ] {
                    let answer = try Attempt.bind(queue, to: .events, key: key, at: url)
                    #expect(answer == Attempt.denied, "\(service) hears \(key)")
                }
                #expect(try Attempt.bind(queue, to: .webhooks, key: "#", at: url) == Attempt.denied, "\(service)")
                #expect(try Attempt.bind(queue, to: .replies, key: "#", at: url) == Attempt.denied, "\(service)")
                for question in [KeyVerify.name.rawValue, Topology.key(FailureList.name, at: foreign[0].service)] {
                    let answer = try Attempt.bind(queue, to: .requests, key: question, at: url)
                    #expect(answer == Attempt.denied, "\(service) is asked \(question)")
                }
                let stray = try Attempt.bind(foreign[0].queue, to: .events, key: "shop.order.changed.v1", at: url)
                #expect(stray == Attempt.denied, "\(service)")
            }
        }
    }

    @Test("a gateway and an operator ask and hear answers; neither touches a service's queue")
    func gatewayOperatorAsk() async throws {
        try await prepared { broker, users in
            for (user, own) in [("gateway", "gateway.vm-1.replies"), ("operator", "shopos.1a2b.replies")] {
                let url = try #require(users[user])
                let replies = BrokerTopology(
                    queues: [.exclusive(own)],
                    bindings: [.init(exchange: "shop.replies", routingKey: own, queue: own)])
                #expect(try Attempt.declare(replies, at: url) == .done)
                #expect(try Attempt.publish(KeyVerify.name.rawValue, to: "shop.requests", at: url) == .done)
                let others = BrokerTopology(
                    queues: [.exclusive(own)],
                    bindings: [.init(exchange: "shop.replies", routingKey: "#", queue: own)])
                #expect(try Attempt.declare(others, at: url) == Attempt.denied, "\(user) hears everybody's answers")
                for lane in Topology.lanes {
                    #expect(try Attempt.consume(lane.queue, at: url) == Attempt.denied, "\(user) \(lane.queue)")
                    #expect(try Attempt.declare(lane.queue, at: url) == Attempt.denied, "\(user) \(lane.queue)")
                }
                for key in Self.everyKey {
                    #expect(try Attempt.publish(key, to: "shop.events", at: url) == Attempt.denied, "\(user) \(key)")
                }
                #expect(try Attempt.publish("in.acme.order", to: "shop.webhooks", at: url) == Attempt.denied, "\(user)")
                #expect(try Attempt.publish("inventory.orders", to: "", at: url) == Attempt.denied, "\(user)")
            }
            let (gateway, operators) = (try #require(users["gateway"]), try #require(users["operator"]))
            #expect(try Attempt.publish("gateway.tiktok.1", to: "shop.webhooks", at: gateway) == .done)
            #expect(try Attempt.publish("gateway.shippo.x", to: "shop.webhooks", at: gateway) == .done)
            #expect(try Attempt.publish("gateway.tiktok.1", to: "shop.webhooks", at: operators) == Attempt.denied)
            let live = { (key: String) in
                BrokerTopology(
                    queues: [.exclusive("gateway.vm-1.live")],
                    bindings: [.init(exchange: "shop.events", routingKey: key, queue: "gateway.vm-1.live")])
            }
            for message in Topology.live {
                #expect(try Attempt.declare(live(message.name.rawValue), at: gateway) == .done, "\(message.name)")
            }
            let personal = try Attempt.declare(live(RecipientChanged.name.rawValue), at: gateway)
            #expect(personal == Attempt.denied, "where orders go concerns no live view")
        }
    }

    @Test("an outside producer writes under its own name and in its own name, and nothing else")
    func outsideProducerWrites() async throws {
        try await prepared { broker, _ in
            let producer = Topology.producer("acme.co")
            let url = try await Self.make(producer, broker)
            #expect(try Attempt.publish("in.acme.co.order", to: "shop.webhooks", at: url, user: "acme.co") == .done)
            let forged = try Attempt.publish("in.acme.co.order", to: "shop.webhooks", at: url, user: "gateway")
            #expect(forged == .refused(406), "PRECONDITION_FAILED: user_id")
            for (exchange, key) in [
                ("shop.webhooks", "in.acmeXco.order"), ("shop.webhooks", "in.other.order"),
                ("shop.webhooks", "gateway.tiktok.1"), ("shop.events", "shop.order.changed.v1"),
                ("shop.requests", KeyVerify.name.rawValue), ("shop.replies", "gateway.1.replies"),
                ("", "ingestion.webhooks"),
            ] {
                #expect(try Attempt.publish(key, to: exchange, at: url) == Attempt.denied, "\(exchange) \(key)")
            }
            #expect(try Attempt.consume("ingestion.webhooks", at: url) == Attempt.denied)
            #expect(try Attempt.declare("in.acme.co", at: url) == Attempt.denied)
            try await broker.removeUser("acme.co")
        }
    }

    @Test("questions reach a service that may not bind its queue, once an administrator has bound it")
    func questionsReachService() async throws {
        try await withBroker { broker in
            for exchange in Topology.Exchange.allCases {
                try await broker.declareExchange(exchange.rawValue, type: exchange == .requests ? "direct" : "topic")
            }
            var users: [String: String] = [:]
            for user in Topology.users { users[user.name] = try await Self.make(user, broker) }
            let (service, gateway) = (try #require(users["accounts"]), try #require(users["gateway"]))
            // Twice: the second time it is known that it will be refused.
            for _ in 0..<2 { #expect(try Attempt.declare(Topology.broker(for: "accounts"), at: service) == .done) }
            #expect(try Attempt.publish(KeyVerify.name.rawValue, to: "shop.requests", at: gateway) == .unroutable)
            #expect(try Attempt.declare(Topology.broker, at: broker.url) == .done)
            #expect(try Attempt.publish(KeyVerify.name.rawValue, to: "shop.requests", at: gateway) == .done)
            #expect(try Attempt.declare(Topology.broker(for: "accounts"), at: service) == .done)
            #expect(try Attempt.consume("accounts.requests", at: service) == .done)
        }
    }

    @Test("one publication that is refused keeps back none of the others")
    func publicationRefusedKeeps() async throws {
        try await prepared { broker, users in
            let url = try #require(users["inventory"])
            let publisher = try AMQPPublisher(try AMQPConfiguration(url: url), logger: silent)
            let outcomes = try await publisher.publish(
                [StockReserved.name, OrderChanged.name, StockShort.name, OrderChanged.name].map { name in
                    Publication(
                        exchange: "shop.events", routingKey: name.rawValue, isMandatory: true,
                        properties: MessageProperties(messageID: "1"), body: [1])
                }, deadline: .seconds(60))
            #expect(outcomes == [.confirmed, .refused, .confirmed, .refused])
            await publisher.close()
        }
    }

    @Test("a message under another's key is refused at the door")
    func messageUnderAnother() throws {
        let receipt = Receipt(generation: 1, tag: 1)
        let open = { (key: String) throws(Door.Refusal) in
            try Door.house.open(
                Delivery(
                    receipt: receipt, isRedelivered: false, exchange: "shop.events", routingKey: key,
                    properties: MessageProperties(messageID: UUID.v7().text, type: OrderChanged.name.rawValue),
                    body: []))
        }
        #expect(try open("shop.order.changed.v1").name == OrderChanged.name)
        #expect(try open("to.inventory.orders.shop.order.changed.v1").name == OrderChanged.name)
        #expect(throws: Door.Refusal.self) { _ = try open("shop.stock.reserved.v1") }
    }

    @Test("answers go to gateways and operators alone")
    func answersGoGateways() {
        #expect(Topology.isForAnswers("gateway.vm-1.replies") && Topology.isForAnswers("shopos.1a2b.replies"))
        for queue in ["inventory.orders", "x", "gatewayx.1.replies", "gateway.1.live", ""] {
            #expect(!Topology.isForAnswers(queue), "\(queue)")
        }
    }

    // MARK: Help

    /// A broker that has the whole topology, and the addresses of its users.
    private func prepared(_ body: (TestBroker, [String: String]) async throws -> Void) async throws {
        try await withBroker { broker in
            #expect(try Attempt.declare(Topology.broker, at: broker.url) == .done)
            var users: [String: String] = [:]
            for user in Topology.users { users[user.name] = try await Self.make(user, broker) }
            try await body(broker, users)
        }
    }

    private static func make(_ user: BrokerUser, _ broker: TestBroker) async throws -> String {
        let url = try await broker.user(
            user.name, configure: user.configure, write: user.write, read: user.read)
        for topic in user.topics {
            try await broker.limit(user.name, on: topic.exchange.rawValue, write: topic.write, read: topic.read)
        }
        return url
    }
}
