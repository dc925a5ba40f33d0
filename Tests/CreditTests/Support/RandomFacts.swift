import Contracts

@testable import Credit

/// People by dice, the same for the same seed.
enum RandomFacts {
    static func make(using dice: inout some RandomNumberGenerator) -> Facts {
        let kind = Int.random(in: 0...2, using: &dice)
        let shops = kind == 1 ? 0 : Int.random(in: 1...3, using: &dice)
        let creators = kind == 0 ? 0 : Int.random(in: 1...2, using: &dice)
        return Facts(
            shops: (0..<shops).map { shop(UInt8($0), &dice) },
            creators: (0..<creators).map { creator(UInt8($0), &dice) })
    }

    private static func shop(_ number: UInt8, _ dice: inout some RandomNumberGenerator) -> ShopFacts {
        let market = ["US", "GB", "TH"].randomElement(using: &dice) ?? "US"
        var days: [SalesDay] = []
        for _ in 0..<Int.random(in: 0...60, using: &dice) { days.append(salesDay(&dice)) }
        // One that has a rate: without any the income would not be known.
        if !days.isEmpty { days.append(Given.sales(.random(in: 0..<90, using: &dice), gmv: 5_000, net: 5_000)) }
        var shop = Given.shop(number, market: market, sales: days)
        shop.sales = Given.known(days, days: .random(in: 20...200, using: &dice))
        shop.openedAt = maybe(Given.days(ago: .random(in: 0...2_000, using: &dice)), &dice)
        shop.sellerType = maybe(Bool.random(using: &dice) ? .business : .individual, &dice)
        // Told always: without it the revenue of shops that do not tell refunds would not be known.
        shop.returns = Given.known(.counted(.random(in: 0...20, using: &dice), of: 20))
        shop.onTime = maybe(.told(share(&dice)), &dice)
        shop.rating = maybe(stars(&dice), &dice)
        shop.reviews = maybe(.random(in: 0...900, using: &dice), &dice)
        shop.service = maybe(stars(&dice), &dice)
        shop.performance = maybe(stars(&dice), &dice)
        shop.violations = maybe(.random(in: 0...8, using: &dice), &dice)
        shop.newProducts = maybe(.random(in: 0...15, using: &dice), &dice)
        shop.affiliates = maybe((0..<3).map { _ in Int.random(in: 0...9, using: &dice) }, &dice)
        return shop
    }

    private static func creator(_ number: UInt8, _ dice: inout some RandomNumberGenerator) -> CreatorFacts {
        var days: [EarningDay] = []
        for _ in 0..<Int.random(in: 0...60, using: &dice) {
            days.append(
                Given.earning(
                    .random(in: 0..<90, using: &dice), orders: .random(in: 0...9, using: &dice),
                    settled: .random(in: -5_000...60_000, using: &dice),
                    isOwn: Int.random(in: 0...4, using: &dice) == 0,
                    attribution: [nil, .direct, .assisted].randomElement(using: &dice) ?? nil))
        }
        var creator = Given.creator(number, earnings: days)
        creator.openedAt = maybe(Given.days(ago: .random(in: 0...2_000, using: &dice)), &dice)
        creator.violations = maybe(.random(in: 0...8, using: &dice), &dice)
        creator.shops = maybe((0..<3).map { _ in Int.random(in: 0...9, using: &dice) }, &dice)
        return creator
    }

    private static func salesDay(_ dice: inout some RandomNumberGenerator) -> SalesDay {
        let gmv = Int64.random(in: 0...200_000, using: &dice)
        let currency = [Currency.usd, .usd, .thb].randomElement(using: &dice) ?? .usd
        return Given.sales(
            .random(in: 0..<90, using: &dice), orders: .random(in: 0...9, using: &dice), gmv: gmv,
            net: Bool.random(using: &dice) ? Int64.random(in: 0...gmv, using: &dice) : nil, currency: currency,
            dollars: Bool.random(using: &dice) ? gmv / 30 : nil)
    }

    private static func maybe<Value>(_ value: Value, _ dice: inout some RandomNumberGenerator) -> Datum<Value> {
        Int.random(in: 0...3, using: &dice) == 0 ? .missing(.notTold) : Given.known(value)
    }

    private static func share(_ dice: inout some RandomNumberGenerator) -> Quantity {
        Quantity(millionths: .random(in: 0...1_000_000, using: &dice))
    }

    private static func stars(_ dice: inout some RandomNumberGenerator) -> Quantity {
        Quantity(millionths: .random(in: 1_000_000...5_000_000, using: &dice))
    }
}
