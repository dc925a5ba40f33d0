import TestKit

/// What a run is fed: orders, how they are delivered, and the stock that they draw on. The same for the same seed.
package struct Workload: Sendable {
    /// The stock of one SKU before the first order.
    package struct Level: Sendable, Hashable {
        package let tenant: String
        package let sku: String
        package let units: Int32
    }

    package let orders: [PlacedOrder]
    /// Places in ``orders``, as they are delivered: one in twenty comes a second time, at most 2,000 orders later.
    package let deliveries: [Int]
    package let stock: [Level]

    package static let tenants = 10
    package static let skusOfTenant = 1000
    /// 1 March 2026, 18:00 UTC: with twelve hours of orders a run spans two UTC days.
    private static let beginning: Int64 = 1_772_388_000

    /// Makes orders of one to three lines.
    ///
    /// - Parameters:
    ///   - skew: The share of lines that name their tenant's one viral SKU, from 0 to 1; the others fall on the rest as
    ///     Zipf's law has it.
    ///   - viral: Units that there are of each viral SKU; nil: about half of what the usual skew asks for, so that some
    ///     orders must be refused.
    package init(orders count: Int, seed: UInt64, skew: Double, viral: Int? = nil) {
        var dice = SeededGenerator(seed: seed)
        let market = Market(tenants: Self.tenants, skus: Self.skusOfTenant, skew: skew, using: &dice)
        orders = (0..<count).map { number in
            let createdAt = Self.beginning + Int64(number * 12 * 3600 / max(count, 1))
            return market.order(number, createdAt: createdAt, using: &dice)
        }
        deliveries = Self.deliveries(of: count, using: &dice)
        let viral = Int32(max(1, viral ?? count / 20))
        // More than can be asked for.
        let usual = Int32(max(10, count))
        stock = (0..<Self.tenants).flatMap { tenant in
            (0..<Self.skusOfTenant).map { sku in
                Level(
                    tenant: Market.tenant(tenant), sku: Market.sku(sku, of: tenant), units: sku == 0 ? viral : usual)
            }
        }
    }

    private static func deliveries(of count: Int, using dice: inout some RandomNumberGenerator) -> [Int] {
        let repeated = (0..<count).shuffled(using: &dice).prefix(count / 20).sorted()
        var again: [Int: [Int]] = [:]
        for number in repeated {
            let place = min(count - 1, number + Int.random(in: 0...2000, using: &dice))
            again[place, default: []].append(number)
        }
        return (0..<count).flatMap { [$0] + (again[$0] ?? []) }
    }
}

/// What is sold and how often each of it is asked for.
private struct Market {
    private let skew: Double
    private let tenants: Int
    /// Minor units by tenant and SKU.
    private let prices: [[Int64]]
    /// Zipf's weights, added up, of all SKUs but the viral one.
    private let weights: [Double]

    init(tenants: Int, skus: Int, skew: Double, using dice: inout some RandomNumberGenerator) {
        self.tenants = tenants
        self.skew = skew
        prices = (0..<tenants).map { _ in (0..<skus).map { _ in Int64.random(in: 199...9999, using: &dice) } }
        var sum = 0.0
        weights = (1..<skus).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    static func tenant(_ number: Int) -> String { "\(7_495_000_000_000_000_000 + 1337 * (number + 1))" }
    static func sku(_ number: Int, of tenant: Int) -> String {
        "\(1_729_000_000_000_000_000 + tenant * 1_000_000 + number * 7)"
    }

    func order(_ number: Int, createdAt: Int64, using dice: inout some RandomNumberGenerator) -> PlacedOrder {
        let tenant = Int.random(in: 0..<tenants, using: &dice)
        let lines = (0..<Int.random(in: 1...3, using: &dice)).map { line in
            let sku = pick(using: &dice)
            return PlacedOrder.Line(
                id: "\(577_000_000_000_000_000 + number * 10 + line)", sku: Self.sku(sku, of: tenant),
                product: "\(1_728_000_000_000_000_000 + sku / 4)", quantity: Int32.random(in: 1...2, using: &dice),
                cents: prices[tenant][sku])
        }
        return PlacedOrder(
            tenant: Self.tenant(tenant), id: "\(576_000_000_000_000_000 + number)", createdAt: createdAt,
            lines: lines, buyer: Buyer(using: &dice))
    }

    private func pick(using dice: inout some RandomNumberGenerator) -> Int {
        if Double.random(in: 0..<1, using: &dice) < skew { return 0 }
        let point = Double.random(in: 0..<(weights.last ?? 1), using: &dice)
        var (low, high) = (0, weights.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if weights[middle] > point { high = middle } else { low = middle + 1 }
        }
        return low + 1
    }
}
