/// The whole present state of a cancellation or a return, with its amounts.
public struct ReturnChanged: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.return.changed.v1"
    /// The channel's id of the cancellation or return.
    public var channelReturn: String
    /// Counts the applied changes from 1.
    public var version: Int
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// What becomes of goods and money.
    public var kind: Kind
    /// How far it is.
    public var status: Status
    /// The channel's own word for how far it is.
    public var channelStatus: String
    /// Who asked for it: `buyer`, `seller`, `system`.
    public var requestedBy: String?
    /// Until when the seller must answer.
    public var answerBy: Instant?
    /// When it was asked for.
    public var requestedAt: Instant
    /// When the channel last changed it.
    public var updatedAt: Instant
    /// The currency that every amount of it is in.
    public var currency: Currency
    /// What it consists of.
    public var lines: [Line]
    /// Refund for goods, in minor units of `currency`.
    public var goodsRefund: Int64
    /// Refund for shipping, in minor units of `currency`.
    public var shippingRefund: Int64
    /// Refund for tax, in minor units of `currency`.
    public var taxRefund: Int64

    /// What is undone.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Units that will not be sent.
        case cancellation
        /// Money goes back, goods do not.
        case refundOnly
        /// Goods come back, and money goes back.
        case returnAndRefund
        /// The same goods are sent again.
        case replacement
        /// Other goods are sent for those that come back.
        case exchange
        /// A word of the channel's that we do not know.
        case other
    }
    /// How far it is.
    public enum Status: String, Codable, Sendable, CaseIterable {
        /// Asked for, and not decided yet.
        case requested
        /// The seller or the channel agrees.
        case approved
        /// The buyer has sent the goods back.
        case goodsSent
        /// The goods have come back.
        case goodsReceived
        /// Nothing is left to be done: what was to be refunded is.
        case completed
        /// The seller or the channel does not agree.
        case rejected
        /// The buyer wants it no longer.
        case withdrawn
        /// A word of the channel's that we do not know; see `channelStatus`.
        case other
    }

    /// Units of one listing and one kind of price that are undone.
    public struct Line: Codable, Sendable, Hashable {
        /// The channel's id of the SKU.
        public var channelSKU: String
        /// How many units are undone.
        public var units: Int
        /// The part of the refund that belongs to this line's goods, in minor units of the return's currency.
        public var goodsRefund: Int64
        /// The channel's ids of the order's lines that are undone, one per unit: units of one listing may have had
        /// different prices. Nil where the channel does not name them all.
        public var channelLines: [String]?

        /// Units of one listing that are undone.
        public init(channelSKU: String, units: Int, goodsRefund: Int64, channelLines: [String]? = nil) {
            self.channelSKU = channelSKU
            self.units = units
            self.goodsRefund = goodsRefund
            self.channelLines = channelLines
        }
    }

    /// Puts the record together.
    public init(
        channelReturn: String, version: Int, order: OrderID, shop: ShopID, channelOrder: String, kind: Kind,
        status: Status, channelStatus: String, requestedBy: String? = nil, answerBy: Instant? = nil,
        requestedAt: Instant, updatedAt: Instant, currency: Currency, lines: [Line] = [], goodsRefund: Int64,
        shippingRefund: Int64, taxRefund: Int64
    ) {
        self.channelReturn = channelReturn
        self.version = version
        self.order = order
        self.shop = shop
        self.channelOrder = channelOrder
        self.kind = kind
        self.status = status
        self.channelStatus = channelStatus
        self.requestedBy = requestedBy
        self.answerBy = answerBy
        self.requestedAt = requestedAt
        self.updatedAt = updatedAt
        self.currency = currency
        self.lines = lines
        self.goodsRefund = goodsRefund
        self.shippingRefund = shippingRefund
        self.taxRefund = taxRefund
    }
}
