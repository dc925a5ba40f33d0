import AMQP
import Contracts
import Foundation
import Logging
import Synchronization
import TestKit

/// Sends some of the platform's messages a second time, later, and some broken. Half of those that tell where something
/// stands come again as news of their own, when whoever hears them knows later ones.
///
/// It listens in on everything that services tell each other and publishes into their queues by way of the same
/// exchange, so every consumer of a message gets its repeat and its broken twin.
final class Meddler: Sendable {
    /// Shares of all messages.
    private static let repeated = 0.1
    private static let broken = 0.01
    private static let queue = "chaos.copies"
    /// What is told with a version: whoever knows that version, or a later one, has nothing to do.
    private static let versioned: Set<String> = Set(
        [
            OrderChanged.name, ReturnChanged.name, RecipientChanged.name, ConnectionChanged.name, SettingsChanged.name,
            StockReserved.name, StockReleased.name, StockShort.name, StockChanged.name, ChannelStockTold.name,
        ].map(\.rawValue))
    private let consumer: AMQPConsumer
    private let publisher: AMQPPublisher
    private let state: Mutex<State>

    private struct State {
        var dice: SeededGenerator
        /// By their ids, the names of those that were broken.
        var broken: [String: String] = [:]
        /// Those of them that the broker has taken.
        var taken: Set<String> = []
        var isSparing = false
        var isHurried = false
        var held: [(due: ContinuousClock.Instant, publication: Publication)] = []
    }

    init(_ settings: ChaosSettings) throws {
        let logger = Logger(label: "meddler", factory: { _ in SwiftLogNoOpLogHandler() })
        let events = Topology.Exchange.events.rawValue
        let topology = BrokerTopology(
            // Ours alone, and gone with the connection: a durable one that is declared a moment before the broker is
            // killed may come back as a queue that takes nothing, and with it the exchange that it is bound to.
            exchanges: [.init(events, .topic)], queues: [.exclusive(Self.queue)],
            bindings: [.init(exchange: events, routingKey: "#", queue: Self.queue)])
        let broker = try AMQPConfiguration(url: settings.broker, connectionName: "meddler")
        consumer = try AMQPConsumer(broker, queue: Self.queue, prefetch: 200, topology: topology, logger: logger)
        publisher = try AMQPPublisher(broker, logger: logger)
        state = Mutex(State(dice: SeededGenerator(seed: settings.seed ^ 0x6D65_6464)))
    }

    /// The ids of the broken ones: these alone may be failures.
    var broken: Set<String> { state.withLock { Set($0.broken.keys) } }

    /// Those that the broker has taken, and their names: they must be failures wherever they are heard.
    var kept: [String: String] { state.withLock { state in state.broken.filter { state.taken.contains($0.key) } } }

    /// From now on nothing is broken, or something is again: what lies broken in a queue that is deleted is nowhere.
    func spare(_ isSparing: Bool) { state.withLock { $0.isSparing = isSparing } }

    /// How many copies are still to be sent.
    var held: Int { state.withLock { $0.held.count } }

    /// From now on nothing is held back, or something is again: what comes late must come before books are compared.
    func hurry(_ isHurried: Bool) { state.withLock { $0.isHurried = isHurried } }

    /// Meddles until cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await self.listen() }
            group.addTask { await self.send() }
            await withTaskCancellationHandler {
                await group.waitForAll()
            } onCancel: {
                self.consumer.cancel()
            }
        }
        await consumer.close()
        await publisher.close(within: .seconds(2))
    }

    private func listen() async {
        while let deliveries = await consumer.next(atMost: 200) {
            state.withLock { state in
                for delivery in deliveries where delivery.properties.headers["x-chaos"] == nil {
                    Self.choose(delivery, &state)
                }
            }
            if let last = deliveries.last { consumer.acknowledge(through: last.receipt) }
        }
    }

    private static func choose(_ delivery: Delivery, _ state: inout State) {
        let chance = Double.random(in: 0..<1, using: &state.dice)
        guard chance < repeated + broken, chance >= broken || !state.isSparing else { return }
        var copy = Publication(
            exchange: delivery.exchange, routingKey: delivery.routingKey, isMandatory: false,
            properties: delivery.properties, body: delivery.body)
        // So that we do not meddle with our own.
        copy.properties.headers["x-chaos"] = "copy"
        var latest = 4000
        if chance < broken {
            let id = UUID.v7().text
            copy.properties.messageID = id
            copy.body = Array(copy.body.dropLast(1 + copy.body.count / 2))
            state.broken[id] = delivery.properties.type ?? ""
        } else if versioned.contains(delivery.properties.type ?? ""), Bool.random(using: &state.dice) {
            copy.properties.messageID = UUID.v7().text
            latest = 30_000
        }
        let pause = Duration.milliseconds(Int.random(in: 0...latest, using: &state.dice))
        state.held.append((.now + pause, copy))
    }

    private func note(_ ids: [String?], _ answer: Result<[PublishOutcome], AMQPError>) {
        guard let outcomes = try? answer.get() else { return }
        state.withLock { state in
            for (id, outcome) in zip(ids, outcomes) where outcome == .confirmed {
                if let id, state.broken[id] != nil { state.taken.insert(id) }
            }
        }
    }

    private func send() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(50))
            let due = state.withLock { state in
                let now = ContinuousClock.now
                let isHurried = state.isHurried
                let due = state.held.filter { isHurried || $0.due <= now }.map(\.publication)
                state.held.removeAll { isHurried || $0.due <= now }
                return due
            }
            // Unanswered ones are sent again by the publisher itself.
            let ids = due.map(\.properties.messageID)
            publisher.publish(due) { self.note(ids, $0) }
        }
    }
}
