public import Outbound

/// Makes a package of an order, or of some of its lines, and buys TikTok's label for it (US; since 202512 also UK, EU
/// and JP). It takes no idempotency key: after an unknown outcome read the order before it is repeated, since a second
/// package costs a second time.
public struct CreatePackage: TikTokShopCall {
    /// "Create Packages".
    public static let endpoint = Endpoint.createPackage

    /// The package that was made.
    public struct Reply: Codable, Sendable, Hashable {
        /// Its id, for the document.
        @Loose public var packageID: String?
        /// What it was made of.
        public var lineItemIDs: [String]?
        /// The service, with its price.
        public var service: ShippingService?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case packageID = "package_id"
            case lineItemIDs = "order_line_item_ids"
            case service = "shipping_service_info"
        }
    }

    /// The order.
    public let orderID: String
    /// Which lines; nil is all of them.
    public let lineItemIDs: [String]?
    /// The service (``QueryShippingServices``); nil leaves it to the channel, which in the US it does not take.
    public let serviceID: String?
    /// What the parcel weighs.
    public let weight: Weight?
    /// How large the parcel is.
    public let dimension: Dimensions?

    /// One parcel with one whole order, or with some lines of it.
    public init(
        orderID: String, lineItemIDs: [String]? = nil, serviceID: String? = nil, weight: Weight? = nil,
        dimension: Dimensions? = nil
    ) {
        self.orderID = orderID
        self.lineItemIDs = lineItemIDs
        self.serviceID = serviceID
        self.weight = weight
        self.dimension = dimension
    }

    /// Order, parcel and service.
    public var body: (any Encodable & Sendable)? {
        Body(
            shipType: lineItemIDs == nil ? "1" : "2", orderID: orderID,
            lines: lineItemIDs?.map { Body.Line(id: $0) }, serviceID: serviceID, weight: weight, dimension: dimension)
    }

    /// Without an order.
    public var problem: String? { orderID.isEmpty ? "order_id: is empty" : nil }

    private struct Body: Encodable {
        struct Line: Encodable {
            let id: String

            enum CodingKeys: String, CodingKey {
                case id = "order_line_item_id"
            }
        }

        /// 1 is one order in one package, 2 a part of an order, 3 several orders.
        let shipType: String
        let orderID: String
        let lines: [Line]?
        let serviceID: String?
        let weight: Weight?
        let dimension: Dimensions?

        enum CodingKeys: String, CodingKey {
            case weight, dimension
            case shipType = "ship_type"
            case orderID = "order_id"
            case lines = "order_line_item"
            case serviceID = "shipping_service_id"
        }
    }
}
