import Contracts
import Foundation

@testable import Credit

/// Facts to begin with; tests change what they are about.
enum Given {
    /// 1 April 2026, 00:00 UTC: the window begins on 1 January, since January, February and March have 90 days.
    static let asOf = Instant(milliseconds: 1_775_001_600_000)
    static let window = Window(asOf: asOf)

    static func days(ago count: Int64) -> Instant {
        Instant(milliseconds: asOf.milliseconds - count * 86_400_000)
    }

    /// An actual datum that was read an hour ago and is complete since so many days.
    static func known<Value>(_ value: Value, days: Int64 = 90) -> Datum<Value> {
        .known(
            value,
            Provenance(
                source: .actual, readAt: Instant(milliseconds: asOf.milliseconds - 3_600_000),
                since: self.days(ago: days)))
    }

    /// A shop of which nothing is told but its sales.
    static func shop(_ number: UInt8 = 1, market: String = "US", sales: [SalesDay] = []) -> ShopFacts {
        ShopFacts(
            shop: ShopID(uuid(number)), market: market, openedAt: .missing(.notTold), sellerType: .missing(.notTold),
            sales: known(sales), returns: .missing(.notTold), onTime: .missing(.notTold), rating: .missing(.notTold),
            reviews: .missing(.notTold), service: .missing(.notTold), performance: .missing(.notTold),
            violations: .missing(.notTold), newProducts: .missing(.notTold), affiliates: .missing(.notTold),
            payouts: .missing(.notTold))
    }

    /// A creator account of which nothing is told but its earnings.
    static func creator(_ number: UInt8 = 1, earnings: [EarningDay] = []) -> CreatorFacts {
        CreatorFacts(
            account: CreatorID(uuid(number)), openedAt: .missing(.notTold), earnings: known(earnings),
            rates: .missing(.notTold), violations: .missing(.notTold), shops: .missing(.notTold),
            payouts: .missing(.notTold))
    }

    /// A row of sales, in cents.
    static func sales(
        _ day: Int, orders: Int = 1, gmv: Int64, net: Int64? = nil, currency: Currency = .usd, dollars: Int64? = nil
    ) -> SalesDay {
        let gross = Money(minorUnits: gmv, currency: currency)
        let converted = currency == .usd ? gross : dollars.map(usd)
        let left = net.map { Money(minorUnits: $0, currency: currency) }
        return SalesDay(
            day: windowDay(day), orders: orders, completed: orders, units: orders,
            gmv: Converted(gross, converted: converted),
            netRevenue: left.map { Converted($0, converted: currency == .usd ? $0 : converted) })
    }

    /// A row of earnings, in cents.
    static func earning(
        _ day: Int, orders: Int = 1, sales: Int64 = 0, settled: Int64, estimated: Int64 = 0, isOwn: Bool = false,
        attribution: EarningDay.Attribution? = .direct, shopAds: Int64? = nil, unsettled: Int? = nil
    ) -> EarningDay {
        EarningDay(
            day: windowDay(day), attribution: attribution, isFromOwnShop: isOwn, orders: orders,
            sales: Converted(usd(sales), converted: usd(sales)),
            settled: Converted(usd(settled), converted: usd(settled)),
            estimated: Converted(usd(estimated), converted: usd(estimated)),
            shopAds: shopAds.map { Converted(usd($0), converted: usd($0)) }, unsettled: unsettled)
    }

    static func snapshot(_ facts: Facts, model: Int = 1) -> Snapshot {
        Snapshot(model: model, asOf: asOf, currency: .usd, facts: facts)
    }

    static func figures(_ facts: Facts) throws -> PersonFigures {
        try PersonFigures(facts, in: window, currency: .usd)
    }

    private static func windowDay(_ index: Int) -> WindowDay {
        guard let day = WindowDay(index) else { preconditionFailure("\(index) is no day of the window") }
        return day
    }

    private static func uuid(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}

/// An amount in US cents.
func usd(_ cents: Int64) -> Money {
    Money(minorUnits: cents, currency: .usd)
}
