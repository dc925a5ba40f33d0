/// Corrects the tracking number of a shipped order, where the seller's own carrier has it.
public struct UpdateOrderShippingInfo: TikTokShopCall {
    /// Nothing worth reading.
    public typealias Reply = Nothing
    /// "Update Shipping Info".
    public static let endpoint = Endpoint.updateOrderShipping

    /// The order.
    public let orderID: String
    /// The right number and carrier.
    public let shipment: SelfShipment

    /// A correction.
    public init(orderID: String, shipment: SelfShipment) {
        self.orderID = orderID
        self.shipment = shipment
    }

    /// The order stands in the path.
    public var pathArguments: [String] { [orderID] }
    /// Number and carrier.
    public var body: (any Encodable & Sendable)? { shipment }
    /// A tracking number that is none.
    public var problem: String? { TrackingNumber.problem(shipment.trackingNumber) }
}

/// Corrects the tracking number of a package: once, and within 72 hours (US, UK, South-East Asia); later it is refused
/// as ``TikTokShopError/Kind/trackingNotEditable``.
public struct UpdatePackageShippingInfo: TikTokShopCall {
    /// Nothing worth reading.
    public typealias Reply = Nothing
    /// "Update Package Shipping Info".
    public static let endpoint = Endpoint.updatePackageShipping

    /// The package.
    public let packageID: String
    /// The right number and carrier.
    public let shipment: SelfShipment

    /// A correction.
    public init(packageID: String, shipment: SelfShipment) {
        self.packageID = packageID
        self.shipment = shipment
    }

    /// The package stands in the path.
    public var pathArguments: [String] { [packageID] }
    /// Number and carrier.
    public var body: (any Encodable & Sendable)? { shipment }
    /// A tracking number that is none.
    public var problem: String? { TrackingNumber.problem(shipment.trackingNumber) }
}
