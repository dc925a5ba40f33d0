/// Request: take an order's next telling for news, although its version, or a later one, was acted on already.
///
/// Inventory moves nothing: it decides anew when ``OrderResend`` tells the order again, from what it has set aside and
/// taken out by then.
public struct StockReopen: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.reopen.v1"
    /// A receipt.
    public typealias Reply = RepairReceipt

    /// Our id of the order.
    public var order: OrderID
    /// The brand whose order it is.
    public var tenant: TenantID
    /// The version that is told next; from 1.
    public var version: Int
    /// Under which receipt it is noted; nil: one of its own.
    public var repair: RepairMark?

    /// Asks.
    public init(order: OrderID, tenant: TenantID, version: Int, repair: RepairMark? = nil) {
        self.order = order
        self.tenant = tenant
        self.version = version
        self.repair = repair
    }
}
