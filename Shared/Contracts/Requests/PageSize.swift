/// How many things a page of a list holds.
public enum PageSize {
    /// The most of one page.
    public static let most = 200
    private static let usual = 50

    /// What the caller asks for, 50 where nothing is said.
    public static func checked(_ wanted: Int?) throws(Wrong) -> Int {
        let size = wanted ?? usual
        guard (1...most).contains(size) else { throw Wrong("outOfRange", at: "/limit", "must be 1 to \(most)") }
        return size
    }

    /// The orders of a page that a caller asks about.
    public static func checked(_ orders: [OrderID]) throws(Wrong) -> [OrderID] {
        guard orders.count <= most else { throw Wrong("tooManyOrders", at: "/orders", "must be at most \(most)") }
        return orders
    }
}
