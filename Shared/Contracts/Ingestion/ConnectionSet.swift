/// Request: change what a person decides about a connected shop.
public struct ConnectionSet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.connection.set.v1"
    /// As it stands now.
    public typealias Reply = ConnectionRecord
    /// The connected shop.
    public var shop: ShopID
    /// The IANA zone of its days, such as `America/New_York`; nil: the tenant's.
    public var zone: String?

    /// Puts the record together.
    public init(shop: ShopID, zone: String? = nil) {
        self.shop = shop
        self.zone = zone
    }
}
