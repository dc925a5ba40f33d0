public import Outbound

/// What the seller has to do next, and until when.
public struct SellerAction: Codable, Sendable, Hashable {
    /// Such as `SELLER_RESPOND_BUYER_CANCEL`.
    @Loose public var action: String?
    /// When the channel decides by itself.
    @Loose public var deadline: UnixSeconds?

    /// An empty one, to be filled.
    public init() {}
}
