/// Request: put what holds for one SKU, whole: how few are few, and how many are never offered.
///
/// Inventory tells the channels again and looks anew at what is low. The same
/// settings again are no change.
public struct StockSettingsPut: Request {
    /// The wire name.
    public static let name: MessageName = "shop.stock.put_settings.v1"
    /// What holds now.
    public typealias Reply = StockSettings
    /// Of which SKU.
    public var sku: SKUID
    /// Units at or below which it is low; 0 to 1,000,000; nil: as the tenant's settings say.
    public var threshold: Int?
    /// Units never offered on a channel, at each location; 0 to 1,000,000; nil: as the tenant's settings say.
    public var buffer: Int?

    /// Puts the record together.
    public init(sku: SKUID, threshold: Int? = nil, buffer: Int? = nil) {
        self.sku = sku
        self.threshold = threshold
        self.buffer = buffer
    }
}
