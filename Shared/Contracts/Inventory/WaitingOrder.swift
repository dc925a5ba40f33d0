/// An order for which stock is not there, or of which a listing is not mapped.
public struct WaitingOrder: Codable, Sendable, Hashable {
    /// The tenant whose order it is.
    public var tenant: TenantID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// When it was paid, else placed.
    public var since: Instant
    /// Whether it could not be reserved when it was first seen (metric 21).
    public var isOversell: Bool
    /// What it wants, at its location.
    public var needs: [OrderNeed]
    /// Channel SKUs that no SKU is mapped to.
    public var unmapped: [String]

    /// Puts the record together.
    public init(
        tenant: TenantID, order: OrderID, shop: ShopID, since: Instant, isOversell: Bool, needs: [OrderNeed],
        unmapped: [String]
    ) {
        self.tenant = tenant
        self.order = order
        self.shop = shop
        self.since = since
        self.isOversell = isOversell
        self.needs = needs
        self.unmapped = unmapped
    }
}
