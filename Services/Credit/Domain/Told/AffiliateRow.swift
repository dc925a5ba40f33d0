import Commerce
import Contracts
import Crypto
import Foundation

/// One listing of an order that is credited to a creator, as far as scores need it.
struct AffiliateRow: Codable, Hashable, Sendable {
    let attribution: String?
    let currency: String
    /// What the goods were sold for, in minor units; nil where that is not told.
    let sales: Int64?
    /// Metric 14 as an income, in minor units: 0 until it is settled; nil where it is, and the amount is not told.
    let settled: Int64?
    /// What was settled through shop ads, which metric 14 leaves apart, in minor units; nil where that is not told.
    let shopAds: Int64?
    /// Metric 13, in minor units: 0 once it is settled or ineligible; nil before, where nobody tells what it comes to.
    let estimated: Int64?
    /// Hundredths of a percent.
    let rate: Int?
    let product: String?
    /// How far the channel is with paying; nil of a row that was kept before this was.
    let status: String?
    /// Tells partners apart, and says of none who they are.
    let partner: String?

    /// - Parameter message: told from the shop's side or the creator's, whichever.
    static func rows(_ message: AffiliateOrderChanged) throws(MoneyError) -> [AffiliateRow] {
        var rows: [AffiliateRow] = []
        for row in message.rows { rows.append(try AffiliateRow(row)) }
        return rows
    }

    private init(_ row: AffiliateOrderChanged.Row) throws(MoneyError) {
        attribution = row.attribution?.rawValue
        currency = row.currency.code
        sales = row.sales
        settled = row.settledCommission ?? (row.status == .settled ? nil : 0)
        shopAds = row.settledShopAds
        estimated = row.status == .settled || row.status == .ineligible ? 0 : try row.estimate?.minorUnits
        rate = row.rate
        product = row.channelProduct
        status = row.status.rawValue
        partner = (row.creatorName ?? row.shopName).map(Self.digest)
    }

    private static func digest(_ name: String) -> String {
        Data(SHA256.hash(data: Data(name.utf8)).prefix(9)).base64EncodedString()
    }
}

extension AffiliateOrderChanged.Row {
    /// Metric 13 of what is not settled yet: the channel's own, else that of base and rate; nil where it tells neither.
    fileprivate var estimate: Money? {
        get throws(MoneyError) {
            if let estimatedCommission { return Money(minorUnits: estimatedCommission, currency: currency) }
            guard let estimatedBase, let rate = rate.flatMap({ CommissionRate(basisPoints: $0) }) else { return nil }
            return try EstimatedCommission(
                status: SettlementStatus(rawValue: status.rawValue) ?? .unknown, channelEstimate: nil,
                salePrice: Money(minorUnits: estimatedBase, currency: currency), containedTax: .zero(currency),
                refundedShare: .zero, rate: rate
            ).amount
        }
    }
}
