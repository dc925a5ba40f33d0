import Contracts

/// The values that the score looks at. What is not known has no value.
struct Inputs: Sendable {
    var values: [Input: Quantity] = [:]
}

extension Inputs {
    /// Reads them off the facts and what these come to.
    init(_ facts: Facts, _ figures: PersonFigures, in window: Window) {
        takeRevenue(figures)
        takeConsistency(facts, figures, window)
        takeReliability(facts)
        takeGrowth(facts, figures, window)
    }

    private mutating func takeRevenue(_ figures: PersonFigures) {
        values[.monthlyIncome] = figures.monthlyIncome.map(Quantity.init)
        values[.secondIncome] = figures.secondIncome.map(Quantity.init)
    }

    private mutating func takeConsistency(_ facts: Facts, _ figures: PersonFigures, _ window: Window) {
        // Days of which nobody knows are no days without orders.
        if facts.areComplete(in: window) {
            values[.orderFrequency] = facts.orders.flatMap { days in
                Quantity(Int128(days.reduce(0) { $0 + $1.count }), over: Int128(Window.months))
            }
            values[.orderRegularity] = figures.activeDays.flatMap { Quantity(Int128($0), over: Int128(Window.days)) }
        }
        values[.incomeStability] = figures.stability
        let opened = facts.shops.compactMap(\.openedAt.value) + facts.creators.compactMap(\.openedAt.value)
        values[.shopAge] = opened.min().map { Quantity($0.days(until: window.asOf)) }
        let types = facts.shops.compactMap(\.sellerType.value)
        values[.sellerType] = types.isEmpty ? nil : types.contains(.business) ? .one : .zero
    }

    private mutating func takeReliability(_ facts: Facts) {
        values[.shopRating] = facts.shops.rating
        values[.reviewCount] = facts.shops.sum(of: \.reviews)
        values[.returnRate] = facts.shops.mean { $0.returns.value }
        values[.serviceRating] = facts.shops.mean(of: \.service, weight: \.weight)
        values[.onTimeRate] = facts.shops.mean { $0.onTime.value }
        values[.shopPerformance] = facts.shops.mean(of: \.performance, weight: \.weight)
        let violations = facts.shops.compactMap(\.violations.value) + facts.creators.compactMap(\.violations.value)
        values[.violations] = violations.sum
    }

    private mutating func takeGrowth(_ facts: Facts, _ figures: PersonFigures, _ window: Window) {
        values[.incomeTrend] = figures.trend { month in month.income.map { Int128($0.minorUnits) } }
        values[.orderTrend] = figures.trend { month in month.orders.map { Int128($0) } }
        values[.newProducts] = facts.shops.sum(of: \.newProducts)
        let selling = facts.shops.filter { $0.sales.value != nil }
        let markets = Set(selling.filter { $0.orders > 0 }.map(\.market))
        values[.markets] = selling.isEmpty ? nil : Quantity(markets.count)
        values[.affiliateTrend] = facts.affiliateTrend(in: window)
    }
}

extension Facts {
    /// From the oldest month to the newest; nil where the network of any account that tells it is not known for all of
    /// the window.
    fileprivate func affiliateTrend(in window: Window) -> Quantity? {
        let data = shops.map(\.affiliates) + creators.map(\.shops)
        let first = window.start(ofMonth: 0)
        guard data.allSatisfy({ $0.provenance?.since ?? first <= first }) else { return nil }
        let told = data.compactMap(\.value).filter { $0.count == Window.months }
        guard !told.isEmpty else { return nil }
        return Quantity.trend(
            from: told.reduce(0) { $0 + Int128($1[0]) }, to: told.reduce(0) { $0 + Int128($1[Window.months - 1]) })
    }
}

extension PersonFigures {
    /// The weakest month ÷ the strongest, and 0 where none of them has an income; nil where one is not known whole.
    fileprivate var stability: Quantity? {
        let incomes = months.compactMap(\.income?.minorUnits)
        guard incomes.count == Window.months, let least = incomes.min(), let most = incomes.max() else {
            return nil
        }
        return Quantity(Int128(max(least, 0)), over: Int128(most)) ?? .zero
    }

    /// From the oldest month to the newest; nil where one of them is not known whole.
    fileprivate func trend(of value: (MonthFigures) -> Int128?) -> Quantity? {
        guard let old = months.first.flatMap(value), let new = months.last.flatMap(value) else { return nil }
        return Quantity.trend(from: old, to: new)
    }
}

extension ShopFacts {
    /// Paid orders in the window; 0 where they are not known.
    var orders: Int { sales.value?.reduce(0) { $0 + $1.orders } ?? 0 }

    /// What the shop counts for in a mean over shops: its orders, and one for being there.
    var weight: Int { orders + 1 }
}

extension [ShopFacts] {
    /// Stars that buyers give: a rating that nobody has given says nothing; one whose reviews are not told counts as
    /// one.
    var rating: Quantity? {
        mean(of: \.rating) { $0.reviews.value ?? 1 }
    }

    /// The sum over shops that tell; nil when none does.
    fileprivate func sum(of datum: KeyPath<ShopFacts, Datum<Int>>) -> Quantity? {
        compactMap { $0[keyPath: datum].value }.sum
    }

    /// The mean over shops that tell; nil when none does, or none has any weight.
    fileprivate func mean(
        of datum: KeyPath<ShopFacts, Datum<Quantity>>, weight: (ShopFacts) -> Int
    ) -> Quantity? {
        var mean = Mean()
        for shop in self {
            guard let value = shop[keyPath: datum].value else { continue }
            mean.add(value, weight: weight(shop))
        }
        return mean.value
    }
}

extension [Int] {
    /// The sum, however large; nil of none.
    fileprivate var sum: Quantity? {
        isEmpty ? nil : Quantity(reduce(Int128(0)) { $0 + Int128($1) }, over: 1)
    }
}

extension Instant {
    /// Whole days of 24 hours until a later time; 0 when it is no later.
    fileprivate func days(until other: Instant) -> Int {
        let milliseconds = Int128(other.milliseconds) - Int128(self.milliseconds)
        return max(0, Int(clamping: milliseconds.floored(by: 86_400_000)))
    }
}
