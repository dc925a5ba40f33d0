public import Outbound

/// A way in which a warehouse delivers.
public struct DeliveryOption: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "delivery_options"

    /// The channel's id, as orders name it.
    @Loose public var id: String?
    /// Such as "Standard shipping".
    @Loose public var name: String?
    /// `SEND_BY_SELLER` is the seller's own carrier.
    @Loose public var type: String?
    /// What it is for.
    @Loose public var details: String?

    /// An empty one, to be filled.
    public init() {}

    /// Whether the seller's own carrier delivers.
    public var isSentBySeller: Bool { type == "SEND_BY_SELLER" }

    private enum CodingKeys: String, CodingKey {
        case id, name, type
        case details = "description"
    }
}

/// The ways in which a warehouse delivers.
public struct GetDeliveryOptions: TikTokShopCall {
    /// The ways; no further pages exist.
    public typealias Reply = Page<DeliveryOption>
    /// "Get Warehouse Delivery Options".
    public static let endpoint = Endpoint.deliveryOptions

    /// Which warehouse.
    public let warehouseID: String

    /// The ways of one warehouse.
    public init(warehouseID: String) {
        self.warehouseID = warehouseID
    }

    /// The warehouse stands in the path.
    public var pathArguments: [String] { [warehouseID] }
}
