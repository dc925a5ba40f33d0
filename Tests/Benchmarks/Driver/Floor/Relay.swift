import AMQP
import BenchKit
import Synchronization

/// The messages of one stage and nothing else: takes what has arrived, acknowledges it as one, passes on what the plan
/// has for it. No body is read.
final class Relay: Sendable {
    private let consumer: AMQPConsumer
    private let publisher: AMQPPublisher
    private let confirms = Confirms()
    /// How many messages will come.
    private let count: Int
    /// What follows from the message that comes at a place, given the time that it carries.
    private let answer: @Sendable (Int, Int64) -> Publication?
    private let arrived = Mutex<[Double]>([])

    /// Connects; the first messages are fetched, and wait for ``run()``.
    init(
        _ queue: String, of count: Int, at url: String,
        answer: @escaping @Sendable (_ place: Int, _ origin: Int64) -> Publication?
    ) throws {
        self.count = count
        self.answer = answer
        let configuration = try AMQPConfiguration(url: url, connectionName: "floor \(queue)")
        consumer = try AMQPConsumer(configuration, queue: queue, prefetch: 2 * FloorRows.batch, logger: .quiet)
        publisher = try AMQPPublisher(configuration, logger: .quiet)
    }

    var isReady: Bool { consumer.health.condition == .up && publisher.health.condition == .up }

    /// Goes on until all messages came and all that follows is confirmed.
    func run() async throws {
        var place = 0
        while place < count, let deliveries = await consumer.next(atMost: FloorRows.batch) {
            var publications: [Publication] = []
            // What comes after the last has come before: the broker tells again what a lost connection left open.
            for delivery in deliveries where place < count {
                let origin = delivery.properties.headers[Stopwatch.header]?.int ?? 0
                if let publication = answer(place, origin) { publications.append(publication) }
                place += 1
                if delivery.routingKey.hasPrefix("stock.") { note(Stopwatch.now - origin) }
            }
            if let last = deliveries.last { consumer.acknowledge(through: last.receipt) }
            if !publications.isEmpty { confirms.publish(publications, by: publisher) }
        }
        try await confirms.complete()
    }

    private func note(_ microseconds: Int64) { arrived.withLock { $0.append(Double(microseconds) / 1000) } }

    /// Milliseconds from an order's publication to the arrival of its outcome, here.
    var latencies: [Double] { arrived.withLock { $0 } }

    func close() async {
        await consumer.close()
        await publisher.close()
    }
}

/// The three relays that stand for the three stages.
struct Relays: Sendable {
    let ingestion: Relay
    let inventory: Relay
    let analytics: Relay
    private var all: [Relay] { [ingestion, inventory, analytics] }

    init(_ plan: FloorPlan, at url: String) throws {
        ingestion = try Relay(Queues.orders, of: plan.placed.count, at: url) { place, origin in
            plan.placed[place].accepted?.publication(from: "ingestion", origin: origin)
        }
        inventory = try Relay(Queues.accepted, of: plan.decided.count, at: url) { place, origin in
            plan.decided[place].outcome.publication(from: "inventory", origin: origin)
        }
        analytics = try Relay(Queues.facts, of: 2 * plan.decided.count, at: url) { _, _ in nil }
    }

    var areReady: Bool { all.allSatisfy(\.isReady) }

    /// Returns when the last relay is through.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for relay in all { group.addTask { try await relay.run() } }
            try await group.waitForAll()
        }
    }

    func close() async { for relay in all { await relay.close() } }
}
