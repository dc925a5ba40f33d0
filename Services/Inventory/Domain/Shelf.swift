import Contracts
import Foundation

/// What people do with stock by hand; everything is decided on the locked level.
struct Shelf: Sendable {
    var levels: [LevelKey: Level] = [:]
    /// Orders that have reserved of a level, the last ones first; some, if they are many.
    var claims: [LevelKey: [OrderID]] = [:]
    /// Manual moves that are spoken of, by their ids.
    var moves: [UUID: Move] = [:]
    /// Moves that were taken back already.
    var undone: Set<UUID> = []
    var holds: [UUID: Hold] = [:]

    /// The most units of one change that are believed.
    static let mostUnits = 100_000_000

    /// Why something cannot be done.
    struct Refusal: Error, Hashable {
        let reason: String
        let sentence: String
        var orders: [OrderID] = []
    }

    /// What of it belongs to one tenant: ids of others name nothing.
    func of(_ tenant: TenantID) -> Shelf {
        var own = self
        own.moves = moves.filter { $0.value.level.tenant == tenant }
        own.holds = holds.filter { $0.value.level.tenant == tenant }
        return own
    }

    /// Brings a change into the shelf.
    mutating func apply(_ change: ShelfChange) {
        if let move = change.move {
            levels[move.level]?.apply(move)
            levels[move.level]?.version += 1
            moves[move.id] = move
            if let undoes = move.undoes { undone.insert(undoes) }
        }
        if let hold = change.hold { holds[hold.id] = hold }
    }
}

/// Units that a person set aside.
struct Hold: Hashable, Sendable {
    /// How it is with a hold.
    enum State: String, Sendable {
        case held
        /// Given back by a person.
        case released
        /// Ended by itself.
        case expired
    }

    let id: UUID
    let level: LevelKey
    let units: Int
    let until: Instant?
    let actor: String
    let reason: String
    var state = State.held
}

/// What a person's command changes.
struct ShelfChange: Sendable {
    var move: Move?
    var hold: Hold?
    let cause: UUID
}

// MARK: - Decisions

extension Shelf {
    /// Adds to what is on hand, or takes from it what nobody has a claim on.
    func adjust(_ level: LevelKey, by units: Int, id: UUID, actor: String, reason: String) throws(Refusal) -> Move {
        guard let known = levels[level] else { throw .unknownPlace }
        guard !reason.isEmpty else {
            throw Refusal(reason: "reasonMissing", sentence: "reason: say why the stock changes")
        }
        guard units != 0, abs(units.clamped) <= Self.mostUnits else {
            throw Refusal(reason: "absurd", sentence: "units: a number from 1 to \(Self.mostUnits), or below zero")
        }
        guard known.free + units >= 0 else { throw belowReserved(level, known) }
        return Move(.adjusted, level, onHand: units, actor: actor, reason: reason, id: id)
    }

    /// Takes a manual change back, once.
    func undo(_ id: UUID, actor: String) throws(Refusal) -> Move {
        guard let move = moves[id], move.kind == .adjusted, let level = levels[move.level] else {
            throw Refusal(reason: "unknownMove", sentence: "move: there is no manual change of this id")
        }
        guard !undone.contains(id) else {
            throw Refusal(reason: "undoneAlready", sentence: "move: it has been taken back already")
        }
        guard level.free - move.onHand >= 0 else { throw belowReserved(move.level, level) }
        return Move(.undone, move.level, onHand: -move.onHand, actor: actor, reason: move.reason, undoes: id)
    }

    /// Sets units aside.
    func hold(_ hold: Hold) throws(Refusal) -> Move {
        guard let level = levels[hold.level] else { throw .unknownPlace }
        guard (1...Self.mostUnits).contains(hold.units) else {
            throw Refusal(reason: "absurd", sentence: "units: a number from 1 to \(Self.mostUnits)")
        }
        guard level.free >= hold.units else { throw belowReserved(hold.level, level) }
        return Move(.held, hold.level, held: hold.units, actor: hold.actor, reason: hold.reason)
    }

    /// Gives back what a hold has set aside; nil when it has ended already.
    func unhold(_ id: UUID, actor: String?) throws(Refusal) -> (move: Move, hold: Hold)? {
        guard var hold = holds[id] else {
            throw Refusal(reason: "unknownHold", sentence: "hold: there is no hold of this id")
        }
        guard hold.state == .held else { return nil }
        hold.state = actor == nil ? .expired : .released
        return (Move(.unheld, hold.level, held: -hold.units, actor: actor, reason: hold.reason), hold)
    }

    private func belowReserved(_ key: LevelKey, _ level: Level) -> Refusal {
        Refusal(
            reason: "belowReserved",
            sentence: "units: of \(level.onHand) on hand \(level.reserved) are reserved and \(level.held) held",
            orders: claims[key] ?? [])
    }
}

extension Shelf.Refusal {
    static var unknownPlace: Shelf.Refusal {
        Shelf.Refusal(reason: "unknownPlace", sentence: "sku, location: one of them is not known")
    }
}

extension Int {
    /// The same, but one that has a positive counterpart.
    fileprivate var clamped: Int { Swift.max(self, -Int.max) }
}
