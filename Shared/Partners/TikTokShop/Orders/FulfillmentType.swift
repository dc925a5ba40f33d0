public import Outbound

/// Who packs an order.
public struct FulfillmentType: OpenWord {
    /// The channel's word.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The seller.
    public static let seller = FulfillmentType(rawValue: "FULFILLMENT_BY_SELLER")
    /// TikTok (FBT): nothing to ship, nothing of ours in stock.
    public static let tiktok = FulfillmentType(rawValue: "FULFILLMENT_BY_TIKTOK")
    /// Tokopedia's warehouse in Indonesia.
    public static let dilayaniTokopedia = FulfillmentType(rawValue: "FULFILLMENT_BY_DILAYANI_TOKOPEDIA")
}
