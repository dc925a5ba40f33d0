/// What one order comes to when the platform settles it, in minor units: worked out from the order, never stored, so
/// that the books cannot say two things.
struct Settlement: Sendable {
    let order: Order
    /// The statement's time: midnight UTC behind the day on which nothing can be sent back any more.
    let statementTime: Int
    /// Prices of the units that were sold and kept, less the seller's discounts.
    let revenue: Int
    /// What it was before discounts and refunds.
    let gross: Int
    /// Shipping, fees and taxes; negative, as the platform writes them.
    let shipping: Int
    let fees: [(name: String, amount: Int)]

    /// When an order's statement is, or will be, made; nil for one that is not over, was cancelled, or sold nothing.
    static func statementTime(of order: Order) -> Int? {
        guard let completed = order.times.completed, order.status == .completed, order.kind.isSale else { return nil }
        return (completed.seconds / StatementDay.seconds + 1) * StatementDay.seconds
    }

    var fee: Int { fees.reduce(0) { $0 + $1.amount } }
    var amount: Int { revenue + shipping + fee }

    /// The platform's share, in hundredths of a percent.
    private static let referralRate = 600
    /// What the platform's own label costs a seller, in US cents.
    private static let postage = 465

    /// Nil for an order that is not over, was cancelled, or sold nothing.
    ///
    /// - Parameter refunded: the lines whose money went back.
    init?(_ order: Order, refunded: Set<String>, credit: AffiliateCredit?, now: Moment) {
        guard let time = Self.statementTime(of: order), time <= now.seconds else { return nil }
        statementTime = time
        self.order = order
        let kept = order.openLines.filter { !refunded.contains($0.id) }
        gross = order.openLines.reduce(0) { $0 + $1.price.original }
        revenue = kept.reduce(0) { $0 + $1.price.original - $1.price.sellerDiscount }
        shipping = order.shipping == .tiktok ? -order.market.price(cents: Self.postage) : 0
        let referral = AffiliateCredit.share(of: revenue, rate: Self.referralRate)
        var fees = [
            (order.market.family == .unitedStates ? "referral_fee_amount" : "platform_commission_amount", -referral)
        ]
        let actual = credit?.rows(of: order, refunded: refunded) ?? []
        fees.append(("affiliate_commission_amount", -actual.reduce(0) { $0 + $1.actualCommission }))
        fees.append(("affiliate_ads_commission_amount", -actual.reduce(0) { $0 + $1.actualAdsCommission }))
        fees.append(("affiliate_partner_commission_amount", 0))
        self.fees = fees.map { (name: $0.0, amount: $0.1) }
    }
}

/// A day of settlements, by the midnight UTC at which its statement is made.
enum StatementDay {
    static let seconds = 86_400
    /// Every so many days the platform takes something back that belongs to no order of the day.
    static let correctionEvery = 10
    /// What it takes, in US cents.
    static let correction = 100
    /// From the statement to the money in the bank.
    static let transfer = 2 * seconds

    /// Ids bear the day and the shop, so that they need no book.
    static func id(_ prefix: String, time: Int, shop: String) -> String {
        "\(prefix)\(time / seconds)\(shop.suffix(10))"
    }

    /// The time that an id bears; nil where it bears none.
    static func time(of id: String) -> Int? {
        Int(id.dropFirst(4).dropLast(10)).map { $0 * seconds }
    }
}
