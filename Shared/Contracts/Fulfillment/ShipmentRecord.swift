/// A shipment: one parcel of an order.
public struct ShipmentRecord: Codable, Sendable, Hashable {
    /// The tenant whose parcel it is.
    public var tenant: TenantID
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// Where it is on its way.
    public var state: ShipmentState
    /// What it waits for: `stock`, `payment`, `recipient`, `address`, `weight`, `rates`, `carrier`, `confirmation`,
    /// `automation`, `cancelDecision` or `channel`; nil: nothing.
    public var waitsFor: String?
    /// What it waits for, in a sentence for people.
    public var sentence: String?
    /// Whether a person stopped it.
    public var isPaused: Bool
    /// When the channel must have been told that it is shipped.
    public var shipBy: Instant?
    /// Who carries it, such as `usps`.
    public var carrier: String?
    /// The carrier's service, as the carrier calls it.
    public var service: String?
    /// The carrier's tracking number.
    public var tracking: String?
    /// What the label costs.
    public var cost: Money?
    /// The channel's id of the package.
    public var channelPackage: String?
    /// All packages, where the channel split the order and makes the labels; nil: there is one.
    public var packages: [ShipmentPackage]?
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
        channelPackage: String? = nil, packages: [ShipmentPackage]? = nil, hasLabel: Bool, refund: String? = nil,
        createdAt: Instant, changedAt: Instant
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
        self.packages = packages
        self.hasLabel = hasLabel
        self.refund = refund
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
