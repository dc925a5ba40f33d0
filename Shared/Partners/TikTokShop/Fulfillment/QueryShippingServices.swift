/// The services that an order can go with under TikTok's label, with prices (US, JP).
public struct QueryShippingServices: TikTokShopCall {
    /// The services; no further pages exist.
    public typealias Reply = Page<ShippingService>
    /// "Get Eligible Shipping Service".
    public static let endpoint = Endpoint.shippingServices

    /// The order.
    public let orderID: String
    /// Which lines; nil is all of them.
    public let lineItemIDs: [String]?
    /// What the parcel weighs.
    public let weight: Weight?
    /// How large the parcel is.
    public let dimension: Dimensions?

    /// The services for a parcel with an order.
    public init(orderID: String, lineItemIDs: [String]? = nil, weight: Weight? = nil, dimension: Dimensions? = nil) {
        self.orderID = orderID
        self.lineItemIDs = lineItemIDs
        self.weight = weight
        self.dimension = dimension
    }

    /// The order stands in the path.
    public var pathArguments: [String] { [orderID] }

    /// The parcel.
    public var body: (any Encodable & Sendable)? {
        Body(lineItemIDs: lineItemIDs, weight: weight, dimension: dimension)
    }

    private struct Body: Encodable {
        let lineItemIDs: [String]?
        let weight: Weight?
        let dimension: Dimensions?

        enum CodingKeys: String, CodingKey {
            case weight, dimension
            case lineItemIDs = "order_line_item_ids"
        }
    }
}
