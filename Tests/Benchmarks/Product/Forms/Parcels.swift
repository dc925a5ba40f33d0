import BenchKit
import Foundation
import PlatformKit
import TestKit

/// Orders that are sold on the channel, until they are parcels: the channel's signed webhooks come by HTTP, the orders
/// are read at the channel, stock is reserved, a label is had, and the channel is told.
struct Parcels: Sendable {
    let settings: ProductSettings
    let tell: @Sendable (String) -> Void
    /// A parcel takes a second at the carriers' partner's pace, which buys 2.7 labels a second at best.
    private var patience: Duration { .seconds(max(900, orders * shops)) }

    /// What a round took.
    struct Round: Sendable {
        let floor: FloorResult
        let parcels: Int
        let seconds: Double
        /// Seconds from the first order until a parcel was shipped, one for each.
        let waits: [Double]
        let spending: Spending
        let log: Int
        let memory: [String: Double]
        let calls: Calls
        let statements: [Statements.Statement]
        let differences: [String]

        func micros(_ names: [String]) -> Double { spending.sum(names) / Double(parcels) * 1_000_000 }
    }

    func run() async throws -> Findings {
        try await Rounds(
            number: settings.rounds, tell: tell, lines: ParcelLines.all,
            notes: { $0.calls.notes(parcels: $0.parcels) + Statements.notes($0.statements, orders: $0.parcels) },
            differences: { $0.floor.differences.map { "floor: \($0)" } + $0.differences }
        ).findings { name in
            tell("\(name): the floor")
            let floor = try await Floor.run(settings)
            tell("\(name): \(shops) shops")
            return try await Ground.run(settings, own: Self.own) { try await round($0, floor) }
        }
    }

    /// The channel draws a label within a second instead of thirty. Carriers come from the fourth minute on.
    private static let own = ["sandbox": ["SANDBOX_TIME_SCALE": "30"]]

    private var shops: Int { settings.isFull ? 500 : 50 }
    private var brands: Int { settings.isFull ? 10 : 5 }
    /// Of each shop.
    private var orders: Int { max(1, (settings.size ?? 10 * shops) / shops) }
    /// Of each shop, before the clock starts: what partners bear is learnt by calling them.
    private static let warmth = 3

    private func round(_ ground: Ground, _ floor: FloorResult) async throws -> Round {
        let platform = ground.platform
        let bazaar = try await Bazaar.open(on: platform, brands: brands, shopsOfEach: shops / brands) { number in
            (1...3).map { Bazaar.Ware(code: "B\(number)-\($0)", price: 900 + 100 * Int64($0), stock: 50_000) }
        }
        tell("the shops are open")
        try await sell(Self.warmth, in: bazaar, on: platform)
        let first = Self.warmth * shops
        try await ground.wait(within: patience, "the first parcels are shipped") {
            try await shipped(platform) == first
        }
        try await Rest(platform: platform).come()
        tell("the platform is at rest: \(orders * shops) orders")
        return try await measure(ground, bazaar, floor, after: first)
    }

    private func measure(
        _ ground: Ground, _ bazaar: Bazaar, _ floor: FloorResult, after first: Int
    ) async throws -> Round {
        let platform = ground.platform
        let parcels = orders * shops
        let statements = Statements(platform: platform)
        try await statements.begin()
        let calls = try await Calls.soFar(platform)
        let (before, log, begin) = (await ground.spending(), try await ground.log(), Date())
        let start = ContinuousClock.now
        try await sell(orders, in: bazaar, on: platform)
        try await ground.wait(within: patience, looking: .milliseconds(200), "all parcels are shipped") {
            try await shipped(platform) >= first + parcels
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let spending = await ground.spending() - before
        let made = try await Calls.soFar(platform) - calls
        let (written, memory) = (try await ground.log() - log, await ground.memory())
        let done = try await statements.all()
        try await Rest(platform: platform).come()
        let waits = try await waits(platform, since: begin)
        var found = waits.count == parcels ? [] : ["\(waits.count) of \(parcels) parcels say when they were shipped"]
        found += try await ParcelTruth(platform: platform, bazaar: bazaar, parcels: first + parcels).differences()
        return Round(
            floor: floor, parcels: parcels, seconds: seconds, waits: waits, spending: spending, log: written,
            memory: memory, calls: made, statements: done, differences: found)
    }

    /// So many plain orders in every shop, paid at once.
    private func sell(_ orders: Int, in bazaar: Bazaar, on platform: Platform) async throws {
        for shop in bazaar.shops {
            let ware = shop.listings.keys.min() ?? ""
            try await platform.sandbox.post(
                "/shops/\(shop.id)/orders",
                [
                    "lines": [["sku": .string(ware), "units": 1]], "count": .integer(orders),
                    "shipping": .string(settings.shipping), "plan": ["pays_after_seconds": 0],
                ])
        }
    }

    private func shipped(_ platform: Platform) async throws -> Int {
        try await platform.count("fulfillment.shipments WHERE state IN ('shipped', 'inTransit', 'delivered')")
    }

    private func waits(_ platform: Platform, since begin: Date) async throws -> [Double] {
        let begin = begin.timeIntervalSince1970
        return try await platform.texts(
            """
            SELECT (extract(epoch FROM min(at)) - \(begin))::text FROM fulfillment.shipment_events
            WHERE kind = 'orderShipped' AND at > to_timestamp(\(begin)) GROUP BY tenant_id, shipment_id
            """, columns: 1
        ).compactMap { Double($0[0]) }
    }
}
