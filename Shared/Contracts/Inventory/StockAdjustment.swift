/// What a person changed of a level.
public struct StockAdjustment: Codable, Sendable, Hashable {
    /// The line of the ledger; its id takes it back.
    public var move: MoveRecord
    /// The level as it is now.
    public var level: LevelRecord

    /// Puts the record together.
    public init(move: MoveRecord, level: LevelRecord) {
        self.move = move
        self.level = level
    }
}
