import Contracts

/// What a level should be: by its moves, by the orders that have a claim on it, and by people's holds.
struct Ledger: Hashable, Sendable {
    /// The sums of its moves.
    let onHandMoved: Int
    let reservedMoved: Int
    let heldMoved: Int
    /// Units that orders have reserved.
    let needed: Int
    /// Units that people hold.
    let heldByHolds: Int
    /// Of how many listings what is kept as reserved is not what their orders come to.
    var listingsWrong = 0
    /// How many moves there are. A level that was lost has forgotten how often it changed, and whoever hears of levels
    /// goes by the highest version.
    var moves = 0

    /// Why a level cannot be put back by itself: more is promised than there is by the moves.
    struct Overdrawn: Error, Hashable {
        let onHand: Int
        let promised: Int
    }

    /// How a level is put back.
    struct Mending: Hashable, Sendable {
        /// As it should be.
        let level: Level
        /// What the moves lack of it; nil: nothing.
        let correction: Move?
    }

    /// Puts a level back: moves are the truth of what is there, orders and holds of what is promised. Nil where nothing
    /// is wrong with it.
    func mend(
        _ level: Level, _ key: LevelKey, actor: String, reason: String
    ) throws(Overdrawn) -> Mending? {
        guard onHandMoved >= 0, needed + heldByHolds <= onHandMoved else {
            throw Overdrawn(onHand: onHandMoved, promised: needed + heldByHolds)
        }
        var mended = level
        (mended.onHand, mended.reserved, mended.held) = (onHandMoved, needed, heldByHolds)
        let move = Move(
            .adjusted, key, reserved: needed - reservedMoved, held: heldByHolds - heldMoved, actor: actor,
            reason: reason)
        let lacksNothing = move.reserved == 0 && move.held == 0
        guard mended != level || !lacksNothing || listingsWrong > 0 else { return nil }
        mended.version = max(level.version, moves) + 1
        return Mending(level: mended, correction: lacksNothing ? nil : move)
    }
}
