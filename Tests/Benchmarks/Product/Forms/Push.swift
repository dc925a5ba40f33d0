import BenchKit
import Foundation
import PlatformKit
import Postgres
import TestKit

/// Stock that is changed by hand and told to the channel, below the shop's limit and above it: from the commit until
/// the channel has accepted it.
struct Push: Sendable {
    let settings: ProductSettings
    let tell: @Sendable (String) -> Void

    /// Calls a second that change something of one shop, as the channel allows them here.
    static let limit = 3.0
    private static let stock = 1000

    /// Seconds from commits until the channel had accepted them.
    struct Waits: Sendable {
        /// Of SKUs of which nothing is left.
        var zero: [Double] = []
        var others: [Double] = []
        /// Changes that the gateway had no answer to in time, whether they were made or not.
        var silent = 0
        /// Changes that were made and that the channel has not accepted.
        var lost = 0
        var all: [Double] { zero + others }
    }

    func run() async throws -> Findings {
        let own = ["sandbox": ["SANDBOX_RATE_WRITE": "\(Int(Self.limit))", "SANDBOX_RATE_READ": "10"]]
        return try await Ground.run(settings, own: own) { ground in
            let (seconds, above) = settings.isFull ? (300.0, 120.0) : (60.0, 30.0)
            let (few, many) = (Int(0.8 * Self.limit * seconds), Int(2 * Self.limit * above))
            let counter = try await Counter.open(on: ground.platform, wares: few + many, stock: Self.stock)
            tell("the channel's pace is learnt")
            _ = try await change(counter, 0..<(few / 2), perSecond: 0.8 * Self.limit, ground)
            tell("\(few) changes at 80 % of the limit")
            let below = try await change(counter, 0..<few, perSecond: 0.8 * Self.limit, ground)
            tell("\(many) changes at twice the limit, each fifth to zero")
            let beyond = try await change(counter, few..<(few + many), perSecond: 2 * Self.limit, ground)
            let failures = try await Rest(platform: ground.platform).failures()
            let rules = try await Check(platform: ground.platform).run(["ledger", "channelStock"])
            let lost = below.lost + beyond.lost
            let unheard = lost == 0 ? [] : ["\(lost) changes were made that the channel has not accepted"]
            return Findings(lines: PushLines.all(below, beyond), differences: failures + rules + unheard)
        }
    }

    /// Changes SKUs at an even pace, one after the other, and waits until the channel knows.
    private func change(
        _ counter: Counter, _ wares: Range<Int>, perSecond: Double, _ ground: Ground
    ) async throws -> Waits {
        let start = ContinuousClock.now
        let begin = Date()
        var silent = 0
        for ware in wares {
            try await Task.sleep(until: start + .seconds(Double(ware - wares.lowerBound) / perSecond))
            // At a pace that the channel bears nothing has to come before anything else.
            let isLast = perSecond > Self.limit && ware % 5 == 0
            do {
                try await counter.adjust(ware, by: isLast ? -Self.stock : -1)
            } catch let error as Door.Refused where error.status == 504 {
                silent += 1
            }
        }
        try await Rest(platform: ground.platform).come(within: .seconds(1200))
        let made = wares.count - silent
        var waits = try await counter.waits(since: begin)
        waits.silent = silent
        waits.lost = max(0, made - waits.all.count)
        return waits
    }
}

/// A shop whose stock is changed by hand, a product for every SKU.
struct Counter: Sendable {
    private struct Place: Sendable {
        let sku: String
        let location: String
    }

    private let platform: Platform
    private let brand: Brand
    /// By their numbers.
    private let places: [Place]

    static func open(on platform: Platform, wares: Int, stock: Int) async throws -> Counter {
        let bazaar = try await Bazaar.open(on: platform, brands: 1, shopsOfEach: 1, variants: 1) { _ in
            (0..<wares).map { Bazaar.Ware(code: String(100_000 + $0), price: 900, stock: stock) }
        }
        // Each ware is read, and may be told, at the shop's own pace.
        try await Rest(platform: platform).come(within: .seconds(1200))
        let rows = try await platform.texts(
            """
            SELECT l.sku_id::text, l.location_id::text FROM inventory.levels l JOIN inventory.skus USING (sku_id)
            WHERE on_hand > 0 ORDER BY code
            """, columns: 2)
        guard rows.count == wares else { throw Missing(wares: wares, found: rows.count) }
        return Counter(
            platform: platform, brand: bazaar.brands[0], places: rows.map { Place(sku: $0[0], location: $0[1]) })
    }

    func adjust(_ ware: Int, by units: Int) async throws {
        try await brand.door.post(
            "/v1/stock/adjustments",
            [
                "sku": .string(places[ware].sku), "location": .string(places[ware].location),
                "units": .integer(units), "reason": "counted",
            ])
    }

    /// How long the channel took to accept what was changed by hand since then.
    func waits(since begin: Date) async throws -> Push.Waits {
        let rows = try await platform.texts(
            """
            SELECT extract(epoch FROM p.told_at - m.at)::text, (v.on_hand = 0)::text
            FROM inventory.moves m JOIN inventory.levels v USING (tenant_id, sku_id, location_id)
            JOIN inventory.components c USING (tenant_id, sku_id)
            JOIN inventory.listings l USING (tenant_id, shop_id, channel_sku)
            JOIN inventory.pushes p USING (tenant_id, shop_id, channel_product)
            WHERE m.kind = 'adjusted' AND m.at >= to_timestamp(\(begin.timeIntervalSince1970))
                AND p.told_sequence = p.sequence
            """, columns: 2)
        return rows.reduce(into: Push.Waits()) { waits, row in
            guard let seconds = Double(row[0]) else { return }
            if row[1] == "true" { waits.zero.append(seconds) } else { waits.others.append(seconds) }
        }
    }

    struct Missing: Error, CustomStringConvertible {
        let wares: Int
        let found: Int
        var description: String { "\(found) of \(wares) wares are there" }
    }
}

/// The report of the pushes.
enum PushLines {
    static func all(_ below: Push.Waits, _ beyond: Push.Waits) -> [Line] {
        func lines(_ name: String, _ waits: [Double]) -> [Line] {
            [
                Line(
                    name: "\(name): half accepted within", unit: "s",
                    values: [Statistics.percentile(0.5, of: waits) ?? 0], better: .less),
                Line(
                    name: "\(name): 99 % accepted within", unit: "s",
                    values: [Statistics.percentile(0.99, of: waits) ?? 0], better: .less),
            ]
        }
        return lines("80 % of the limit", below.all) + lines("twice the limit, to zero", beyond.zero)
            + lines("twice the limit, others", beyond.others)
            + [
                Line(
                    name: "changes that were accepted", unit: "",
                    values: [Double(below.all.count + beyond.all.count)]),
                Line(
                    name: "changes without an answer in time", unit: "",
                    values: [Double(below.silent + beyond.silent)]),
            ]
    }
}
