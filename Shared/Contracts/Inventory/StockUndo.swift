/// Request: take a manual change of stock back, once.
public struct StockUndo: Request {
    /// The wire name.
    public static let name: MessageName = "shop.stock.undo.v1"
    /// What was changed.
    public typealias Reply = StockAdjustment
    /// The change to take back.
    public var move: MoveID

    /// Puts the record together.
    public init(move: MoveID) {
        self.move = move
    }
}
