/// To whom the platform credits an order, and what comes of it. Decided by the order's id alone, so that it is the same
/// whenever somebody asks.
struct AffiliateCredit: Sendable {
    let creator: Creator
    let contentID: String
    /// Hundredths of a percent through the shop's ads; then nothing is paid by the creator's own rate.
    let adsRate: Int?

    /// Of a hundred orders, how many are credited; and of those, how many came through ads.
    private static let credited = 30
    private static let throughAds = 20
    private static let adsRate = 800

    init?(_ order: Order, among creators: [Creator]) {
        var dice = Dice(seed: 0, stream: order.id)
        guard order.kind.isSale, dice.number(0...99) < Self.credited, let creator = dice.pick(creators) else {
            return nil
        }
        self.creator = creator
        adsRate = dice.number(0...99) < Self.throughAds ? Self.adsRate : nil
        contentID = "749\(dice.number(1_000_000_000_000_000...9_999_999_999_999_999))"
    }

    /// What the platform tells of one listing.
    struct Row: Sendable {
        let sku: SKU
        let units: Int
        let undone: Int
        let price: Int
        let estimatedBase: Int
        let estimatedCommission: Int
        let estimatedAdsCommission: Int
        let actualBase: Int
        let actualCommission: Int
        let actualAdsCommission: Int
    }

    /// The order's listings, gifts left out. What was cancelled or refunded earns nothing.
    func rows(of order: Order, refunded: Set<String>) -> [Row] {
        let lines = order.lines.filter { !$0.isGift }
        return Dictionary(grouping: lines, by: \.sku.id).sorted { $0.key < $1.key }.map { _, lines in
            let kept = lines.filter { $0.isOpen && !refunded.contains($0.id) }
            let estimated = lines.reduce(0) { $0 + $1.price.sale }
            let actual = kept.reduce(0) { $0 + $1.price.sale }
            let (rate, ads) = adsRate.map { (0, $0) } ?? (creator.rate, 0)
            return Row(
                sku: lines[0].sku, units: lines.count, undone: lines.count - kept.count, price: lines[0].price.sale,
                estimatedBase: estimated, estimatedCommission: Self.share(of: estimated, rate: rate),
                estimatedAdsCommission: Self.share(of: estimated, rate: ads), actualBase: actual,
                actualCommission: Self.share(of: actual, rate: rate),
                actualAdsCommission: Self.share(of: actual, rate: ads))
        }
    }

    /// A share in hundredths of a percent, half a unit up.
    static func share(of amount: Int, rate: Int) -> Int { (amount * rate + 5_000) / 10_000 }
}

extension TikTokBooks {
    /// To whom an order is credited; nil for most.
    func credit(for order: Order) -> AffiliateCredit? { AffiliateCredit(order, among: creators) }
}
