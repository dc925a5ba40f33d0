/// The warehouses of a shop.
public struct GetWarehouses: TikTokShopCall {
    /// The warehouses; no further pages exist.
    public typealias Reply = Page<Warehouse>
    /// "Get Warehouse List".
    public static let endpoint = Endpoint.warehouses

    /// All of them.
    public init() {}
}
