public import Outbound

/// Whose label an order ships under.
public struct ShippingType: OpenWord {
    /// The channel's word.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// TikTok's.
    public static let tiktok = ShippingType(rawValue: "TIKTOK")
    /// The seller's own carrier.
    public static let seller = ShippingType(rawValue: "SELLER")
    /// None: the goods are no things.
    public static let digital = ShippingType(rawValue: "TIKTOK_DIGITAL")
}
