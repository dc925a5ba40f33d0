import AMQP
import BenchKit
import Foundation
import TestKit

/// The producer: lays out exchange and queues and publishes the orders.
struct Feeder: Sendable {
    private let publisher: AMQPPublisher
    private let workload: Workload

    /// Connects, and returns when the queues are there.
    init(_ workload: Workload, to url: String) async throws {
        self.workload = workload
        let publisher = try AMQPPublisher(
            AMQPConfiguration(url: url, connectionName: "benchmark feeder"), topology: Queues.topology, logger: .quiet)
        self.publisher = publisher
        try await eventually(within: .seconds(30), "the feeder is connected") { publisher.health.condition == .up }
    }

    /// Publishes all deliveries as fast as the broker confirms them, and returns when it has them all.
    func publishAll() async throws {
        for start in stride(from: 0, to: workload.deliveries.count, by: 1000) {
            let part = workload.deliveries.dropFirst(start).prefix(1000)
            let outcomes = try await publisher.publish(part.map(publication))
            guard outcomes.allSatisfy({ $0 == .confirmed }) else { throw Confirms.Missing() }
        }
    }

    /// Publishes the deliveries at an even pace, whatever the broker answers meanwhile.
    func publishAll(perSecond rate: Double) async throws {
        let confirms = Confirms()
        let start = ContinuousClock.now
        for (place, delivery) in workload.deliveries.enumerated() {
            try await Task.sleep(until: start + .seconds(Double(place) / rate), clock: .continuous)
            confirms.publish([publication(delivery)], by: publisher)
        }
        try await confirms.complete()
    }

    private func publication(_ place: Int) -> Publication {
        Publication(
            exchange: Queues.exchange, routingKey: "order.placed",
            properties: MessageProperties(
                contentType: "application/json", headers: [Stopwatch.header: .int(Stopwatch.now)]),
            body: workload.orders[place].document)
    }

    func close() async { await publisher.close() }
}
