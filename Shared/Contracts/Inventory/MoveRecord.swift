/// A line of the ledger of stock.
public struct MoveRecord: Codable, Sendable, Hashable {
    /// Names the move.
    public var move: MoveID
    /// Of which SKU.
    public var sku: SKUID
    /// Where.
    public var location: LocationID
    /// `counted`, `adjusted`, `undone`, `reserved`, `released`, `deducted`, `held`, `unheld`, `restocked` or
    /// `scrapped`.
    public var kind: String
    /// Added to what is on hand.
    public var onHand: Int
    /// Added to what is reserved.
    public var reserved: Int
    /// Added to what is held.
    public var held: Int
    /// The order that moved it.
    public var order: OrderID?
    /// The person who did.
    public var actor: String?
    /// What the person said.
    public var reason: String?
    /// The move that this one takes back.
    public var undoes: MoveID?
    /// Whether it was taken back.
    public var isUndone: Bool
    /// When.
    public var at: Instant

    /// Puts the record together.
    public init(
        move: MoveID, sku: SKUID, location: LocationID, kind: String, onHand: Int, reserved: Int, held: Int,
        order: OrderID? = nil, actor: String? = nil, reason: String? = nil, undoes: MoveID? = nil, isUndone: Bool,
        at: Instant
    ) {
        self.move = move
        self.sku = sku
        self.location = location
        self.kind = kind
        self.onHand = onHand
        self.reserved = reserved
        self.held = held
        self.order = order
        self.actor = actor
        self.reason = reason
        self.undoes = undoes
        self.isUndone = isUndone
        self.at = at
    }
}
