/// Puts listings on sale again, or takes them off: the way to sell nothing where stock cannot be set to 0.
///
/// Activating sends a listing through the channel's review again.
public struct ActivateProducts: TikTokShopCall {
    /// What was refused; the rest was done.
    public typealias Reply = ProductSwitchResult
    /// "Activate Product".
    public static let endpoint = Endpoint.activateProducts

    /// Which listings, at most 20.
    public let ids: [String]

    /// Listings to be sold.
    public init(ids: [String]) {
        self.ids = ids
    }

    /// The ids.
    public var body: (any Encodable & Sendable)? { ["product_ids": ids] }
    /// None or too many.
    public var problem: String? { ProductSwitchResult.problem(ids) }
}

/// Takes listings off sale; see ``ActivateProducts``.
public struct DeactivateProducts: TikTokShopCall {
    /// What was refused; the rest was done.
    public typealias Reply = ProductSwitchResult
    /// "Deactivate Products".
    public static let endpoint = Endpoint.deactivateProducts

    /// Which listings, at most 20.
    public let ids: [String]

    /// Listings not to be sold.
    public init(ids: [String]) {
        self.ids = ids
    }

    /// The ids.
    public var body: (any Encodable & Sendable)? { ["product_ids": ids] }
    /// None or too many.
    public var problem: String? { ProductSwitchResult.problem(ids) }
}
