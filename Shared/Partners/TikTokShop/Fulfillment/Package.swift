public import Outbound

/// A parcel as the channel knows it. A search tells its ids and orders; a get tells all.
public struct Package: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "packages"

    /// The channel's id.
    public var id: String? { shortID ?? longID }
    /// A search calls it `id`, a get `package_id`.
    @Loose private var shortID: String?
    @Loose private var longID: String?
    /// `TO_FULFILL`, `PROCESSING`, `FULFILLING`, `COMPLETED` or `CANCELLED`.
    @Loose public var status: String?
    /// More exactly, such as `RTS` (ready to ship) or `SHIP_EXCEPTION`.
    @Loose public var subStatus: String?
    /// The orders in it.
    public var orders: [PackageReference]?
    /// The lines in it.
    public var lineItemIDs: [String]?
    /// Under which number it goes.
    @Loose public var trackingNumber: String?
    /// With whom it goes.
    @Loose public var shippingProviderID: String?
    /// Its name.
    @Loose public var shippingProviderName: String?
    /// `PICKUP` or `DROP_OFF`.
    @Loose public var handoverMethod: String?
    /// What it weighs.
    public var weight: Weight?
    /// How large it is.
    public var dimension: Dimensions?
    /// When it was made.
    @Loose public var createTime: UnixSeconds?
    /// When it last changed.
    @Loose public var updateTime: UnixSeconds?

    /// An empty one, to be filled.
    public init(id: String? = nil) {
        shortID = id
    }

    private enum CodingKeys: String, CodingKey {
        case orders, weight, dimension
        case shortID = "id"
        case longID = "package_id"
        case status = "package_status"
        case subStatus = "package_sub_status"
        case lineItemIDs = "order_line_item_ids"
        case trackingNumber = "tracking_number"
        case shippingProviderID = "shipping_provider_id"
        case shippingProviderName = "shipping_provider_name"
        case handoverMethod = "handover_method"
        case createTime = "create_time"
        case updateTime = "update_time"
    }
}

/// One package.
public struct GetPackage: TikTokShopCall {
    /// The package.
    public typealias Reply = Package
    /// "Get Package Detail".
    public static let endpoint = Endpoint.getPackage

    /// Which package.
    public let id: String

    /// One package of a shop.
    public init(id: String) {
        self.id = id
    }

    /// The package stands in the path.
    public var pathArguments: [String] { [id] }
}
