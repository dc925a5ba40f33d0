import Commerce
import Contracts
import TikTokShop

/// Turns an order that is credited to creators into what is told of it. Rates come written in three ways, amounts laid
/// out for people, and words of settlement in any case: all of that ends here.
struct AffiliateReader {
    /// Whose account it was read from.
    let side: Side
    let readAt: Instant

    /// Who looks at the order.
    enum Side: Hashable, Sendable {
        case shop(ShopID)
        case creator(CreatorID)
    }

    /// Listings of one order.
    private static let mostRows = 500

    /// Reads an order, or a part of one; version 0.
    func read(_ order: AffiliateOrder) throws(OrderFault) -> AffiliateOrderChanged {
        let id = try OrderReader.identifier(order.id, "id")
        guard let placed = order.createTime, placed.seconds > 0 else { throw OrderFault("create_time", "is missing") }
        let limit = Instant(milliseconds: readAt.milliseconds + OrderReader.clockTolerance)
        guard placed.instant <= limit else { throw OrderFault("create_time", "is in the future") }
        var message = AffiliateOrderChanged(
            channelOrder: id, version: 0, placedAt: placed.instant,
            deliveredAt: order.deliveryTime.flatMap { $0.seconds > 0 ? $0.instant : nil }, rows: try rows(order))
        switch side {
        case .shop(let shop): message.shop = shop
        case .creator(let creator): message.creator = creator
        }
        return message
    }

    private func rows(_ order: AffiliateOrder) throws(OrderFault) -> [AffiliateOrderChanged.Row] {
        let skus = order.skus ?? []
        guard skus.count <= Self.mostRows else { throw OrderFault("skus", "has more than \(Self.mostRows) listings") }
        var rows: [AffiliateOrderChanged.Row] = []
        for (index, sku) in skus.enumerated() {
            do throws(OrderFault) {
                rows.append(try row(sku, order.status))
            } catch {
                throw error.within("skus[\(index)]")
            }
        }
        return rows
    }

    private func row(_ sku: AffiliateSKU, _ orderStatus: String?) throws(OrderFault) -> AffiliateOrderChanged.Row {
        let amounts = try DisplayAmounts(sku)
        let (status, word) = Self.status(sku.settlementStatus, orderStatus)
        let units = max(0, sku.quantity ?? 1)
        var row = AffiliateOrderChanged.Row(
            channelSKU: try OrderReader.identifier(sku.skuID?.nonEmpty ?? sku.id ?? sku.productID, "sku_id"),
            channelProduct: Self.identifier(sku.productID), creatorName: Self.name(sku.creatorUsername),
            shopName: Self.name(sku.shopName), attribution: .direct, contentType: Self.name(sku.contentType),
            channelContent: Self.identifier(sku.contentID), units: units,
            undoneUnits: min(units, max(0, (sku.returnedQuantity ?? 0).addingClamped(sku.refundedQuantity ?? 0))),
            currency: amounts.currency, sales: try Self.sales(amounts.read(sku.price), units),
            rate: Self.rate(sku.commissionRate), shopAdsRate: Self.rate(sku.shopAdsCommissionRate).flatMap(\.nonZero),
            estimatedBase: amounts.read(sku.estimatedCommissionBase),
            estimatedCommission: amounts.read(sku.estimatedPaidCommission ?? sku.estimatedCommission),
            estimatedShopAds: amounts.read(sku.estimatedPaidShopAdsCommission ?? sku.estimatedShopAdsCommission),
            status: status, channelStatus: word)
        guard status == .settled else { return row }
        // Income is made of these: one that is told and cannot be read must not pass for one that is not told.
        row.settledBase = try amounts.required(sku.actualCommissionBase, "actual_commission_base")
        row.settledCommission = try amounts.required(
            sku.actualPaidCommission ?? sku.actualCommission, "actual_commission")
        row.settledShopAds = try amounts.required(
            sku.actualPaidShopAdsCommission ?? sku.actualShopAdsCommission, "actual_shop_ads_commission")
        return row
    }

    // MARK: Words

    /// By the listing's own word, where it has one, else by the order's: sellers' and creators' answers have different
    /// ones.
    private static func status(
        _ word: String?, _ orderStatus: String?
    ) -> (AffiliateOrderChanged.Status, String?) {
        if let word = word?.nonEmpty {
            let status = SettlementStatus(channelText: word)
            return (AffiliateOrderChanged.Status(rawValue: status.rawValue) ?? .unknown, name(word))
        }
        let status: AffiliateOrderChanged.Status =
            switch orderStatus {
            case "SETTLED", "COMPLETED": .settled
            case "ORDERED", "PROCESSING": .toSettle
            case "REFUNDED", "CANCELLED": .ineligible
            default: .unknown
            }
        return (status, name(orderStatus))
    }

    private static func sales(_ price: Int64?, _ units: Int) throws(OrderFault) -> Int64? {
        guard let price else { return nil }
        let (sales, overflow) = price.multipliedReportingOverflow(by: Int64(units))
        guard !overflow else { throw OrderFault("quantity", "is beyond any order") }
        return sales
    }

    private static func rate(_ text: String?) -> Int? {
        text.flatMap { CommissionRate(basisPointsText: $0) }?.basisPoints
    }

    private static func identifier(_ text: String?) -> String? {
        text.flatMap { OrderReader.isIdentifier($0) ? $0 : nil }
    }

    private static func name(_ text: String?) -> String? { text?.nonEmpty.map { String($0.prefix(200)) } }
}

extension Int {
    fileprivate var nonZero: Int? { self == 0 ? nil : self }

    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
