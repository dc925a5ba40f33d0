public import Outbound

/// Tells the channel that an order has left with the seller's own carrier (US, UK, EU, JP). Repeating it is refused as
/// ``TikTokShopError/Kind/alreadyShipped``: read the order then.
public struct MarkShipped: TikTokShopCall {
    /// "Mark Package As Shipped".
    public static let endpoint = Endpoint.markShipped

    /// The package that the channel made of it.
    public struct Reply: Codable, Sendable, Hashable {
        /// The order.
        @Loose public var orderID: String?
        /// The new package.
        @Loose public var packageID: String?
        /// What is in it.
        public var lineItemIDs: [String]?
        /// A doubt of the channel, such as a tracking number that does not look like the carrier's.
        public var warning: Warning?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case warning
            case orderID = "order_id"
            case packageID = "package_id"
            case lineItemIDs = "order_line_item_ids"
        }
    }

    /// A doubt.
    public struct Warning: Codable, Sendable, Hashable {
        /// In words.
        @Loose public var message: String?

        /// An empty one, to be filled.
        public init() {}
    }

    /// The order.
    public let orderID: String
    /// The carrier's number.
    public let trackingNumber: String
    /// The carrier, by its id for the order's delivery option (``GetShippingProviders``).
    public let providerID: String
    /// Which lines; nil is all of them.
    public let lineItemIDs: [String]?

    /// An order that has left, or some lines of it.
    public init(orderID: String, trackingNumber: String, providerID: String, lineItemIDs: [String]? = nil) {
        self.orderID = orderID
        self.trackingNumber = trackingNumber
        self.providerID = providerID
        self.lineItemIDs = lineItemIDs
    }

    /// The order stands in the path.
    public var pathArguments: [String] { [orderID] }

    /// Number, carrier and lines.
    public var body: (any Encodable & Sendable)? {
        Body(shipment: SelfShipment(trackingNumber, providerID), lineItemIDs: lineItemIDs)
    }

    /// A tracking number that is none.
    public var problem: String? { TrackingNumber.problem(trackingNumber) }

    private struct Body: Encodable {
        let shipment: SelfShipment
        let lineItemIDs: [String]?

        enum CodingKeys: String, CodingKey {
            case lineItemIDs = "order_line_item_ids"
        }

        func encode(to encoder: any Encoder) throws {
            try shipment.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(lineItemIDs, forKey: .lineItemIDs)
        }
    }
}
