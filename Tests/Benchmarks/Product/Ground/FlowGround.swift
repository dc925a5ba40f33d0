import BenchKit
import Contracts
import Foundation
import PlatformKit
import TestKit

/// A platform whose shops offer what the workload sells, whose automation is paused, and a producer that tells the
/// orders.
struct FlowGround: Sendable {
    private let orders: SubmittedOrders
    private let producer: Producer

    /// Opens the shops, waits until the platform is at rest, and lets the producer in while the body runs.
    static func open<Value: Sendable>(
        _ ground: Ground, _ workload: Workload, tell: (String) -> Void, _ body: (FlowGround) async throws -> Value
    ) async throws -> Value {
        let platform = ground.platform
        let tenants = workload.stock.map(\.tenant).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        let bazaar = try await Bazaar.open(on: platform, brands: tenants.count, shopsOfEach: 1) { number in
            SubmittedOrders.wares(workload, of: tenants[number])
        }
        tell("the shops are open")
        try await platform.operate(["automation", "pause", "--all"])
        try await eventually("automation is paused") {
            try await platform.count("fulfillment.settings WHERE NOT is_automation_on") == tenants.count
        }
        try await Rest(platform: platform).come()
        tell("the platform is at rest")
        let orders = SubmittedOrders(
            shops: Dictionary(uniqueKeysWithValues: zip(tenants, bazaar.shops)), beginning: Instant(Date()))
        return try await Producer.run(on: ground, for: bazaar.brands) { producer in
            try await body(FlowGround(orders: orders, producer: producer))
        }
    }

    /// Tells orders one after the other; returns when the broker has them all.
    ///
    /// - Parameter first: The number of the first of them in the workload.
    func tell(_ some: ArraySlice<PlacedOrder>, from first: Int) async throws {
        for start in stride(from: some.startIndex, to: some.endIndex, by: 1000) {
            let part = some[start..<min(start + 1000, some.endIndex)]
            try await producer.tell(part.indices.map { try message(some[$0], number: first + $0 - some.startIndex) })
        }
    }

    /// Tells all orders of a workload as it delivers them, some twice.
    func tellDeliveries(of workload: Workload) async throws {
        let messages = try workload.orders.enumerated().map { try message($1, number: $0) }
        try await producer.tell(workload.deliveries.map { messages[$0] })
    }

    private func message(_ order: PlacedOrder, number: Int) throws -> (id: String, body: [UInt8]) {
        guard let message = orders.message(order, number: number) else { throw NotOffered(order: order.id) }
        return (id: order.id, body: [UInt8](try JSONEncoder().encode(message)))
    }

    struct NotOffered: Error, CustomStringConvertible {
        let order: String
        var description: String { "order \(order) wants what its shop does not offer" }
    }
}
