/// What holds for one SKU, and how much of it is its own.
public struct StockSettings: Codable, Sendable, Hashable {
    /// The tenant whose SKU it is.
    public var tenant: TenantID
    /// Our id of the SKU.
    public var sku: SKUID
    /// The tenant's code of the SKU.
    public var code: String
    /// The SKU is low when so many units are available, or fewer.
    public var threshold: Int
    /// Units never offered on a channel, at each location.
    public var buffer: Int
    /// The SKU's own threshold; nil: ``threshold`` is the tenant's setting.
    public var ownThreshold: Int?
    /// The SKU's own buffer; nil: ``buffer`` is the tenant's setting.
    public var ownBuffer: Int?

    /// Puts the record together.
    public init(
        tenant: TenantID, sku: SKUID, code: String, threshold: Int, buffer: Int, ownThreshold: Int? = nil,
        ownBuffer: Int? = nil
    ) {
        self.tenant = tenant
        self.sku = sku
        self.code = code
        self.threshold = threshold
        self.buffer = buffer
        self.ownThreshold = ownThreshold
        self.ownBuffer = ownBuffer
    }
}
