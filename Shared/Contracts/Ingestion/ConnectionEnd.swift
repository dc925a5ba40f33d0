/// Request: speak for a shop no longer. Orders that came stay.
public struct ConnectionEnd: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.connection.end.v1"
    /// As it stands now.
    public typealias Reply = ConnectionRecord
    /// The connected shop.
    public var shop: ShopID

    /// Puts the record together.
    public init(shop: ShopID) {
        self.shop = shop
    }
}
