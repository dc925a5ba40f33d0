/// The whole present state of a cancellation or a return, with its amounts.
///
/// Published by Ingestion. Consumed by Inventory (goods come back), Analytics (net revenue), Credit.
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
    /// How it routes.
    public var kind: Kind
    /// How far it is.
    public var status: Status
    /// The channel's own word.
    public var channelStatus: String
    /// Who asked for it: `buyer`, `seller`, `system`.
    public var requestedBy: String?
    /// Until when the seller must answer.
    public var answerBy: Instant?
    /// When it was asked for.
    public var requestedAt: Instant
    /// When the channel last changed it.
    public var updatedAt: Instant
    /// ISO 4217; all amounts are in it.
    public var currency: Currency
    /// What it consists of.
    public var lines: [Line]
    /// Refund for goods, in minor units.
    public var goodsRefund: Int64
    /// Refund for shipping, in minor units.
    public var shippingRefund: Int64
    /// Refund for tax, in minor units.
    public var taxRefund: Int64

    /// What is undone.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case cancellation, refundOnly, returnAndRefund, replacement, exchange, other
    }
    /// How far it is.
    public enum Status: String, Codable, Sendable, CaseIterable {
        case requested, approved, goodsSent, goodsReceived, completed, rejected, withdrawn, other
    }

    /// Units of one listing and one kind of price that are undone.
    public struct Line: Codable, Sendable, Hashable {
        /// The channel's id of the SKU.
        public var channelSKU: String
        /// How many.
        public var units: Int
        /// The part of the refund that belongs to this line's goods, in minor units.
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
