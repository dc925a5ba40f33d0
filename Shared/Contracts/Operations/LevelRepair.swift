/// Request: put the levels of a SKU back to what its moves, orders and holds come to.
///
/// On hand becomes the sum of the moves; reserved and held what orders and holds have, and where the moves say
/// otherwise one more move corrects them. Refused where the moves leave less on hand than is promised: then somebody
/// has to count and adjust first. Inventory publishes ``StockChanged`` of each level that it puts back and, as the
/// receipt, ``ActionTaken``.
public struct LevelRepair: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.level.repair.v1"
    /// A receipt.
    public typealias Reply = RepairReceipt

    /// The brand whose SKU it is.
    public var tenant: TenantID
    /// The brand's code of the SKU.
    public var code: String
    /// Under which receipt it is noted; nil: one of its own.
    public var repair: RepairMark?

    /// Asks.
    public init(tenant: TenantID, code: String, repair: RepairMark? = nil) {
        self.tenant = tenant
        self.code = code
        self.repair = repair
    }
}
