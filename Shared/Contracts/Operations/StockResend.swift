/// Request: tell the channels once more what they may sell of all of a brand's SKUs, as it should be now.
///
/// Inventory publishes ``StockRulesChanged`` and, as the receipt, ``ActionTaken``.
public struct StockResend: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.resend.v1"
    /// A receipt.
    public typealias Reply = RepairReceipt

    /// The brand whose stock is told.
    public var tenant: TenantID
    /// Under which receipt it is noted; nil: one of its own.
    public var repair: RepairMark?

    /// Asks.
    public init(tenant: TenantID, repair: RepairMark? = nil) {
        self.tenant = tenant
        self.repair = repair
    }
}
