import BenchKit
import Foundation
import PlatformKit
import TestKit

/// A burst of one tenant while many others sell on: how long these wait from the webhook of an order until its units
/// are reserved, without the burst and beside it.
struct Fairness: Sendable {
    let settings: ProductSettings
    let tell: @Sendable (String) -> Void

    /// What is aimed at for the others beside the burst: seconds within which 99 % are reserved, and how many times as
    /// long as without it.
    static let longest = 5.0
    static let mostTimes = 3.0
    /// The share of viral units in the burst.
    static let viralShare = 0.7

    /// What a round found.
    struct Round: Sendable {
        /// Parcels a second, without a burst.
        let capacity: Double
        /// Orders a second that the others sold together, without the burst and beside it.
        let calm: Sales
        let beside: Sales
        let burst: Burst.Outcome
        let past: Past
        let memory: [String: Double]
        let differences: [String]
    }

    /// What the others sold for a while.
    struct Sales: Sendable {
        let began: Date
        let perSecond: Double
        let waits: Waits
        let hands: Hands
        /// Of services, servers and the machine, until all of it was reserved.
        let spending: Spending
    }

    /// How the tenant got on that came with its past.
    struct Past: Sendable {
        let orders: Int
        /// From the seller's consent until all orders were read; nil: they were not.
        let seconds: Double?
    }

    func run() async throws -> Findings {
        try await Rounds(
            number: settings.rounds, tell: tell, lines: FairnessLines.all, notes: FairnessLines.notes,
            differences: \.differences
        ).findings { name in
            tell("\(name): work is claimed by \(settings.claims.rawValue)")
            return try await Ground.run(settings, own: Self.own) { try await round($0) }
        }
    }

    /// As for parcels: the channel draws a label within a second instead of thirty. All sellers agree from one address.
    private static let own = [
        "sandbox": ["SANDBOX_TIME_SCALE": "30"], "gateway": ["GATEWAY_STRANGER_RATE": "1000"],
    ]

    /// With the two besides, as many brands as an agency may have.
    private var others: Int { settings.isFull ? 998 : 100 }
    /// Orders of the others by which the capacity is measured, of each.
    private var orders: Int { settings.isFull ? 5 : 3 }
    /// How much of the capacity the burst is.
    private var burstSeconds: Double { settings.isFull ? 60 : 10 }
    /// Orders of the past that is read beside the burst.
    private var past: Int { settings.isFull ? 10_000 : 1000 }
    /// Of each shop, before any clock starts: what partners bear is learnt by calling them.
    private static let warmth = 3
    private static let patience = Duration.seconds(1800)
    /// Fewer orders than this have no 99th of a hundred.
    private static let fewest = 100.0
    /// Of so many, 70 % for one SKU are more than its 500 units: somebody must wait.
    private static let smallestBurst = 800

    private func round(_ ground: Ground) async throws -> Round {
        let platform = ground.platform
        let crowd = try await Crowd.gather(on: platform, others: others, past: past)
        try await Rest(platform: platform).come(within: Self.patience)
        // All that a new shop is asked for again and again is asked for the first time when it is connected.
        try await Rest(platform: platform).comeInTime(within: Self.patience)
        tell("the shops are open")
        try await settings.claims.apply(settings, to: platform)
        let warm = crowd.others + crowd.star.shops
        let till = Till(platform: platform, shipping: settings.shipping)
        for shop in warm { try await till.sell(Self.warmth, plainOf: shop) }
        try await shipped(warm.count * Self.warmth, on: ground)
        let capacity = try await capacity(crowd, till, ground, after: warm.count * Self.warmth)
        tell(String(format: "the capacity is %.1f parcels a second", capacity))
        // At the pace of real days no carrier comes to fetch these parcels while the others are measured.
        try await platform.sandbox.post("/clock", ["scale": 1])
        let pace = capacity / 5
        let size = settings.size ?? max(Self.smallestBurst, Int((capacity * burstSeconds).rounded()))
        let seconds = max(1.5 * burstSeconds, Self.fewest / pace)
        tell(String(format: "others sell %.1f orders a second for %.0f seconds", pace, seconds))
        let calm = try await sales(of: crowd, at: pace, for: seconds, till, ground)
        // No webhook of theirs falls into the silence.
        try await Rest(platform: platform).come(within: Self.patience)
        tell("the same beside a burst of \(size) orders and a past of \(past)")
        let burst = try await Burst.sell(size, in: crowd, till)
        async let posted = burst.post()
        async let read = connect(crowd.late, on: platform)
        let beside = try await sales(of: crowd, at: pace, for: seconds, till, ground)
        let outcome = try await posted
        let late = try await read
        try await Rest(platform: platform).come(within: Self.patience)
        tell("the platform is at rest")
        let truth = FairnessTruth(platform: platform, crowd: crowd, burst: burst, past: late)
        return Round(
            capacity: capacity, calm: calm, beside: beside, burst: outcome, past: late, memory: await ground.memory(),
            differences: Self.verdict(calm.waits, beside.waits) + (try await truth.differences()))
    }

    // MARK: Measuring

    /// Parcels a second when every one of the others sells some orders at once.
    private func capacity(
        _ crowd: Crowd, _ till: Till, _ ground: Ground, after first: Int
    ) async throws -> Double {
        try await Rest(platform: ground.platform).come(within: Self.patience)
        let start = ContinuousClock.now
        for shop in crowd.others { try await till.sell(orders, plainOf: shop) }
        try await shipped(first + orders * others, on: ground)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try await Rest(platform: ground.platform).come(within: Self.patience)
        return Double(orders * others) / seconds
    }

    /// Lets the others sell at an even pace, one after the other, and waits until all of it is reserved.
    private func sales(
        of crowd: Crowd, at pace: Double, for seconds: Double, _ till: Till, _ ground: Ground
    ) async throws -> Sales {
        let watch = Task { await Hands.watch(crowd, on: ground.platform) }
        defer { watch.cancel() }
        let (began, before, start) = (Date(), await ground.spending(), ContinuousClock.now)
        var placed: [String: Date] = [:]
        for number in 0..<max(1, Int(pace * seconds)) {
            try await Task.sleep(until: start + .seconds(Double(number) / pace))
            let now = Date()
            let shop = crowd.others[number % crowd.others.count]
            for order in try await till.sell(1, plainOf: shop) { placed[order] = now }
        }
        let sold = placed
        let perSecond = Double(sold.count) / ((ContinuousClock.now - start) / .seconds(1))
        var waits = Waits([], sales: [:])
        // Once a second: a look joins all orders since the first sale, on the very cores that are measured.
        try await ground.wait(within: Self.patience, looking: .seconds(1), "what the others sold is reserved") {
            waits = try await Waits.of(sold, on: ground.platform)
            return waits.all.count == sold.count
        }
        watch.cancel()
        return Sales(
            began: began, perSecond: perSecond, waits: waits, hands: await watch.value,
            spending: await ground.spending() - before)
    }

    private func connect(_ late: Crowd.Late, on platform: Platform) async throws -> Past {
        let start = ContinuousClock.now
        try await Bazaar.connect(late.brand)
        var seconds: Double?
        try? await eventually(within: Self.patience, "the past is read") {
            let known = try await platform.count(
                "ingestion.orders WHERE tenant_id = '\(late.brand.tenant)' AND version > 0")
            guard known == late.orders else { return false }
            seconds = (ContinuousClock.now - start) / .seconds(1)
            return true
        }
        return Past(orders: late.orders, seconds: seconds)
    }

    private func shipped(_ parcels: Int, on ground: Ground) async throws {
        try await ground.wait(within: Self.patience, "\(parcels) parcels are shipped") {
            try await ground.platform.count(
                "fulfillment.shipments WHERE state IN ('shipped', 'inTransit', 'delivered')") == parcels
        }
    }

    /// What is not as it is aimed at, a sentence each.
    static func verdict(_ calm: Waits, _ beside: Waits) -> [String] {
        guard let before = Statistics.percentile(0.99, of: calm.whole),
            let after = Statistics.percentile(0.99, of: beside.whole)
        else { return ["nothing was reserved"] }
        var found: [String] = []
        if after >= longest {
            found.append(String(format: "99 %% of the others are reserved within %.1f s, not %.0f", after, longest))
        }
        if after > mostTimes * before {
            let text = "99 %% of the others are reserved within %.1f s beside the burst, %.1f times as long as without"
            found.append(String(format: text, after, after / before))
        }
        return found
    }
}
