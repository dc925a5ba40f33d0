public import Outbound

/// Where a package's papers lie: after shipping and before the carrier comes, for TikTok's label alone. While they are
/// being made the answer is ``TikTokShopError/Kind/documentNotReady``.
public struct GetShippingDocument: TikTokShopCall {
    /// Where the papers lie.
    public typealias Reply = ShippingDocument
    /// "Get Package Shipping Document".
    public static let endpoint = Endpoint.shippingDocument

    /// Which papers.
    public enum DocumentType: String, Sendable, Hashable, CaseIterable {
        case label = "SHIPPING_LABEL"
        case packingSlip = "PACKING_SLIP"
        case labelAndPackingSlip = "SHIPPING_LABEL_AND_PACKING_SLIP"
        /// The label as a PNG.
        case labelPicture = "SHIPPING_LABEL_PICTURE"
        case hazmatLabel = "HAZMAT_LABEL"
    }

    /// How large the paper is.
    public enum Size: String, Sendable, Hashable, CaseIterable {
        case a6 = "A6"
        case a5 = "A5"
    }

    /// The package.
    public let packageID: String
    /// Which papers.
    public let type: DocumentType
    /// How large; nil is A6.
    public let size: Size?

    /// The papers of a package.
    public init(packageID: String, type: DocumentType = .label, size: Size? = nil) {
        self.packageID = packageID
        self.type = type
        self.size = size
    }

    /// The package stands in the path.
    public var pathArguments: [String] { [packageID] }

    /// Which papers.
    public var query: [QueryItem] {
        [QueryItem("document_type", type.rawValue)] + (size.map { [QueryItem("document_size", $0.rawValue)] } ?? [])
    }
}

/// Where a package's papers lie.
public struct ShippingDocument: Codable, Sendable, Hashable {
    /// Works for 24 hours and carries its own permission: a secret as long as it works.
    @Loose public var url: String?
    /// Of the package.
    @Loose public var trackingNumber: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case url = "doc_url"
        case trackingNumber = "tracking_number"
    }
}
