public import Outbound

/// A listing. A search tells less than a get: attributes, parcel and description come with the latter alone.
public struct Product: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "products"

    /// The channel's id.
    @Loose public var id: String?
    /// What the buyer reads.
    @Loose public var title: String?
    /// `ACTIVATE`, `DRAFT`, `SELLER_DEACTIVATED`, `DELETED` and others.
    @Loose public var status: String?
    /// When it was made.
    @Loose public var createTime: UnixSeconds?
    /// When it last changed.
    @Loose public var updateTime: UnixSeconds?
    /// Its variants: what is bought, stocked and mapped.
    public var skus: [ProductSKU]?
    /// What a parcel with it weighs; a get alone has it.
    public var packageWeight: Weight?
    /// How large a parcel with it is; a get alone has it.
    public var packageDimensions: Dimensions?
    /// Pictures; a get alone has them.
    public var mainImages: [ProductImage]?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, title, status, skus
        case createTime = "create_time"
        case updateTime = "update_time"
        case packageWeight = "package_weight"
        case packageDimensions = "package_dimensions"
        case mainImages = "main_images"
    }
}

/// A picture in several sizes.
public struct ProductImage: Codable, Sendable, Hashable {
    /// Addresses, each of which works for a while.
    public var urls: [String]?

    /// An empty one, to be filled.
    public init() {}
}
