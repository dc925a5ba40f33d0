import Contracts
import Foundation
import TikTokShop

/// Puts together what a channel tells of a shop as a whole. What it does not tell is nil, never zero.
struct ShopFactsReader {
    let shop: ShopID
    /// The channel's id of the shop.
    let channelShop: String
    let readAt: Instant

    /// What was read; each nil where the call was refused.
    struct Told: Sendable {
        var authorized: [AuthorizedShop]?
        var active: [ActiveShop]?
        /// The shop's oldest statement.
        var oldest: Statement?
        /// How many products were made in the days that figures are of.
        var newProducts: Int?
        var service: GetServicePerformance.Performance?
        var figures: GetShopPerformance.Interval?
    }

    /// More products than a shop may have.
    private static let mostProducts = 1_000_000
    /// How far back figures go.
    static let longest: TimeInterval = 90 * 86_400

    /// Days that figures are of, up to today: whole days of UTC.
    static func days(before now: Date) -> (from: String, until: String) {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        return (now.addingTimeInterval(-longest).formatted(style), now.formatted(style))
    }

    /// The facts, as version 0.
    ///
    /// - Parameter region: As the connection has it.
    func read(_ told: Told, region: String) -> ShopFactsRead {
        let authorized = told.authorized?.first { $0.id == channelShop }
        return ShopFactsRead(
            shop: shop, version: 0, readAt: readAt, region: authorized?.region?.nonEmpty ?? region.nonEmpty,
            isActive: told.active.map { $0.contains { $0.id == channelShop } },
            isCrossBorder: Self.isCrossBorder(authorized?.sellerType),
            sellingSince: told.oldest?.statementTime.flatMap { $0.seconds > 0 ? $0.instant : nil },
            newProducts: told.newProducts.flatMap { (0...Self.mostProducts).contains($0) ? $0 : nil },
            satisfaction: Self.share(told.service?.satisfactionPercentage),
            answered: Self.share(told.service?.responsePercentage), reported: told.figures.flatMap(Self.reported))
    }

    private static func isCrossBorder(_ word: String?) -> Bool? {
        switch word {
        case "CROSS_BORDER": true
        case "LOCAL": false
        default: nil
        }
    }

    /// A text in percent, such as `95.2`, in hundredths of a percent.
    static func share(_ text: String?) -> Int? {
        // Two digits behind the point, exactly: a currency with cents reads the same.
        guard let text = text?.nonEmpty, let share = try? Money(majorUnits: text, currency: .usd) else { return nil }
        return (0...10_000).contains(share.minorUnits) ? Int(share.minorUnits) : nil
    }

    private static func reported(_ interval: GetShopPerformance.Interval) -> ShopFactsRead.Reported? {
        guard let from = interval.startDate?.nonEmpty, let to = interval.endDate?.nonEmpty,
            let currency = interval.gmv?.currency.flatMap({ Currency($0) }),
            let gmv = amount(interval.gmv, currency)
        else { return nil }
        return ShopFactsRead.Reported(
            from: String(from.prefix(10)), to: String(to.prefix(10)), currency: currency, gmv: gmv,
            refunds: amount(interval.refunds, currency), orders: interval.orders, units: interval.unitsSold)
    }

    private static func amount(_ amount: AffiliateAmount?, _ currency: Currency) -> Int64? {
        guard let text = amount?.amount?.nonEmpty else { return nil }
        return try? Money(majorUnits: text, currency: currency).minorUnits
    }
}
