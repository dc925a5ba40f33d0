/// A line of the ledger of stock.
public struct MoveRecord: Codable, Sendable, Hashable {
    /// Names the move, for taking it back.
    public var move: MoveID
    /// Our id of the SKU.
    public var sku: SKUID
    /// Our id of the location.
    public var location: LocationID
    /// What moved it: `counted`, `adjusted`, `undone`, `reserved`, `released`, `deducted`, `held`, `unheld`,
    /// `restocked` or `scrapped`.
    public var kind: String
    /// Units added to what is on hand; negative takes away.
    public var onHand: Int
    /// Units added to what is reserved; negative takes away.
    public var reserved: Int
    /// Units added to what is held; negative takes away.
    public var held: Int
    /// The order that moved it; nil: no order did.
    public var order: OrderID?
    /// The person who moved it, by the prefix of the key; nil: no person did.
    public var actor: String?
    /// What the person said of it.
    public var reason: String?
    /// The move that this one takes back.
    public var undoes: MoveID?
    /// Whether it was taken back.
    public var isUndone: Bool
    /// When it moved.
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
