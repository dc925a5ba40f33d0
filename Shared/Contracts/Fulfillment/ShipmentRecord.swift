/// A shipment: one parcel of an order.
public struct ShipmentRecord: Codable, Sendable, Hashable {
    /// Whose parcel.
    public var tenant: TenantID
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// Where it is.
    public var state: ShipmentState
    /// A constant word: `stock`, `payment`, `recipient`, `address`, `weight`, `rates`, `carrier`, `confirmation`,
    /// `automation`, `cancelDecision`, `channel`; nil: nothing.
    public var waitsFor: String?
    /// The same for people, in a sentence.
    public var sentence: String?
    /// Whether a person stopped it.
    public var isPaused: Bool
    /// When the channel must have been told.
    public var shipBy: Instant?
    /// Who carries it.
    public var carrier: String?
    /// The carrier's service.
    public var service: String?
    /// The carrier's number.
    public var tracking: String?
    /// What the label costs.
    public var cost: Money?
    /// The channel's id of the package.
    public var channelPackage: String?
    /// Whether a label can be fetched.
    public var hasLabel: Bool
    /// How far the refund of a voided label is: `requested`, `settled`, `refused`.
    public var refund: String?
    /// When the order was first seen here.
    public var createdAt: Instant
    /// When it last changed.
    public var changedAt: Instant

    /// Puts the record together.
    public init(
        tenant: TenantID, shipment: ShipmentID, order: OrderID, shop: ShopID, channelOrder: String,
        state: ShipmentState, waitsFor: String? = nil, sentence: String? = nil, isPaused: Bool, shipBy: Instant? = nil,
        carrier: String? = nil, service: String? = nil, tracking: String? = nil, cost: Money? = nil,
        channelPackage: String? = nil, hasLabel: Bool, refund: String? = nil, createdAt: Instant, changedAt: Instant
    ) {
        self.tenant = tenant
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.channelOrder = channelOrder
        self.state = state
        self.waitsFor = waitsFor
        self.sentence = sentence
        self.isPaused = isPaused
        self.shipBy = shipBy
        self.carrier = carrier
        self.service = service
        self.tracking = tracking
        self.cost = cost
        self.channelPackage = channelPackage
        self.hasLabel = hasLabel
        self.refund = refund
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
