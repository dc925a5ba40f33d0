import Contracts
import Foundation

/// One change of a level, kept for ever: the ledger.
struct Move: Hashable, Sendable {
    /// Why stock moved.
    enum Kind: String, Sendable {
        /// The first figure, as the channel told it.
        case counted
        /// Changed by a person, with a reason; and taken back by one.
        case adjusted, undone
        /// Set aside for an order; and given back.
        case reserved, released
        /// Handed over to the carrier.
        case deducted
        /// Set aside by a person; and given back, or expired.
        case held, unheld
        /// Came back from a buyer and is sellable, or is not.
        case restocked, scrapped

        /// Whether it says how much there is; the channel's figure counts only where nobody has said so before.
        var isCount: Bool { self == .counted || self == .adjusted }
    }

    let id: MoveID
    let kind: Kind
    let level: LevelKey
    /// Deltas in units.
    var onHand = 0
    var reserved = 0
    var held = 0
    /// Units that left although the books had none; what a person has to look into.
    var uncovered = 0
    var order: OrderID?
    var actor: String?
    var reason: String?
    /// The move that this one takes back.
    var undoes: MoveID?
    /// When a channel's figure was read; nil where it is none.
    var asOf: Instant?

    init(
        _ kind: Kind, _ level: LevelKey, onHand: Int = 0, reserved: Int = 0, held: Int = 0, uncovered: Int = 0,
        order: OrderID? = nil, actor: String? = nil, reason: String? = nil, undoes: MoveID? = nil, asOf: Instant? = nil,
        id: MoveID = .mint()
    ) {
        self.id = id
        self.kind = kind
        self.level = level
        self.onHand = onHand
        self.reserved = reserved
        self.held = held
        self.uncovered = uncovered
        self.order = order
        self.actor = actor
        self.reason = reason
        self.undoes = undoes
        self.asOf = asOf
    }
}
