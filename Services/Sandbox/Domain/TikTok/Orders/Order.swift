/// An order with everything that its life has brought about.
struct Order: ShopRecord {
    let id: String
    let shopID: String
    let market: Market
    let buyer: Buyer
    let kind: Kind
    let shipping: ShippingType
    let warehouseID: String
    let deliveryOption: DeliveryOption
    let plan: BuyerPlan
    /// Whether the order passes through ON_HOLD at some time; it does not say that it is there now.
    let isOnHoldOrder: Bool
    let created: Moment
    /// Entered as finished long ago; it never touched the shelves.
    var isHistory = false
    var status = OrderStatus.unpaid
    var lines: [Line]
    var payment: Payment
    var address: Address
    var hasUpdatedAddress = false
    var updated: Moment
    var times = Times()
    var deadlines: Deadlines?
    var packageIDs: [String] = []
    /// The cancellation that waits for the seller's answer.
    var pendingCancellation: String?
    /// How often the tracking number of the whole order was corrected.
    var trackingFixes = 0

    struct Buyer: Sendable {
        let id: String
        let email: String
        let message: String
    }

    /// What sort of order it is, beside a plain sale.
    struct Kind: Sendable {
        var isSample = false
        var isRefundableSample = false
        /// The platform's own warehouse ships it; the seller never does.
        var isFulfilledByTikTok = false
        var isCashOnDelivery = false
        var isReplacement = false
        var isExchange = false

        /// Whether a buyer bought something: nothing else is revenue.
        var isSale: Bool { !isSample && !isReplacement && !isExchange }
        /// Whether nothing is paid for the goods.
        var isFree: Bool { !isSale && !isRefundableSample }
    }

    struct Times: Sendable {
        var paid: Moment?
        var shipped: Moment?
        var collected: Moment?
        var delivered: Moment?
        var completed: Moment?
        var cancelled: Moment?
    }

    /// By when the order must be ready to ship, in transit, and shipped at all before it is cancelled.
    struct Deadlines: Sendable {
        let readyToShip: Moment
        let inTransit: Moment
        let automaticCancel: Moment
    }

    /// What open lines hold on the shelves, or nothing for an order that the platform fulfils.
    func draws(of lines: [Line]) -> [Draw] {
        kind.isFulfilledByTikTok ? [] : lines.flatMap(\.sku.draws).summed
    }

    var openLines: [Line] { lines.filter(\.isOpen) }
}
