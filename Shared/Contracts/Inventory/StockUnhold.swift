/// Request: give back units that were set aside. Nothing happens when the hold has ended.
public struct StockUnhold: Request {
    /// The wire name.
    public static let name: MessageName = "shop.stock.unhold.v1"
    /// The hold, ended.
    public typealias Reply = HoldRecord
    /// The hold to end.
    public var hold: HoldID

    /// Puts the record together.
    public init(hold: HoldID) {
        self.hold = hold
    }
}
