import Contracts
import Foundation

/// What people do with stock by hand; everything is decided on the locked level.
struct Shelf: Sendable {
    var levels: [LevelKey: Level] = [:]
    /// Whether the SKU that is named exists, wherever it lies.
    var knowsSKU = true
    /// Orders that have reserved of a level, the last ones first; some, if they are many.
    var claims: [LevelKey: [OrderID]] = [:]
    /// Manual moves that are spoken of, by their ids.
    var moves: [MoveID: Move] = [:]
    /// Moves that were taken back already.
    var undone: Set<MoveID> = []
    var holds: [HoldID: Hold] = [:]

    /// The most units of one change that are believed.
    static let mostUnits = 100_000_000

    /// The most characters of a reason.
    static let longestReason = 500

    /// The level of a SKU at a location.
    func place(_ sku: SKUID, _ location: LocationID) throws(Obstacle) -> LevelKey {
        guard let key = levels.keys.first(where: { $0.sku == sku && $0.location == location }) else {
            throw knowsSKU ? .unknown("location", at: "/location") : .unknown("SKU", at: "/sku")
        }
        return key
    }

    /// What people call a level's SKU.
    func code(_ key: LevelKey) -> String { levels[key]?.code ?? key.sku.description }

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

    let id: HoldID
    let level: LevelKey
    let units: Int
    let until: Instant?
    let actor: String
    var reason: String
    var state = State.held
}

/// What a person changes.
struct ShelfChange: Sendable {
    var move: Move?
    var hold: Hold?
    let cause: UUID
}

// MARK: - Decisions

extension Shelf {
    /// Adds to what is on hand, or takes from it what nobody has a claim on.
    func adjust(_ level: LevelKey, by units: Int, actor: String, reason: String) throws(Obstacle) -> Move {
        guard let known = levels[level] else { throw .unknown("SKU", at: "/sku") }
        guard units != 0, (-Self.mostUnits...Self.mostUnits).contains(units) else {
            throw .outOfRange("/units", "must be 1 to \(Self.mostUnits), or as far below zero")
        }
        let reason = try Self.checked(reason)
        guard known.free + units >= 0 else { throw belowReserved(level, known, at: "/units") }
        return Move(.adjusted, level, onHand: units, actor: actor, reason: reason)
    }

    /// Takes a manual change back, once.
    func undo(_ id: MoveID, actor: String) throws(Obstacle) -> Move {
        guard let move = moves[id], move.kind == .adjusted, let level = levels[move.level] else {
            throw .unknown("adjustment", at: "/move")
        }
        guard !undone.contains(id) else {
            throw Obstacle(.inTheWay, code: "undoneAlready", field: "/move", "has been taken back already")
        }
        guard level.free - move.onHand >= 0 else { throw belowReserved(move.level, level, at: "/move") }
        return Move(.undone, move.level, onHand: -move.onHand, actor: actor, reason: move.reason, undoes: id)
    }

    /// Sets units aside.
    func hold(_ hold: Hold, now: Instant) throws(Obstacle) -> Move {
        guard let level = levels[hold.level] else { throw .unknown("SKU", at: "/sku") }
        guard (1...Self.mostUnits).contains(hold.units) else {
            throw .outOfRange("/units", "must be 1 to \(Self.mostUnits)")
        }
        if let until = hold.until {
            guard until > now, until.milliseconds - now.milliseconds <= Self.longestHold else {
                throw .outOfRange("/until", "must be to come, within ten years")
            }
        }
        let reason = try Self.checked(hold.reason)
        guard level.free >= hold.units else { throw belowReserved(hold.level, level, at: "/units") }
        return Move(.held, hold.level, held: hold.units, actor: hold.actor, reason: reason)
    }

    /// Gives back what a hold has set aside; nil when it has ended already.
    func unhold(_ id: HoldID, actor: String?) throws(Obstacle) -> (move: Move, hold: Hold)? {
        guard var hold = holds[id] else { throw .unknown("hold", at: "/hold") }
        guard hold.state == .held else { return nil }
        hold.state = actor == nil ? .expired : .released
        return (Move(.unheld, hold.level, held: -hold.units, actor: actor, reason: hold.reason), hold)
    }

    /// A reason says something, and not too much.
    private static func checked(_ reason: String) throws(Obstacle) -> String {
        let text = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        // Scalars: one sign may be a letter with any number of accents.
        guard (1...longestReason).contains(text.unicodeScalars.count), !text.unicodeScalars.contains("\0") else {
            throw .outOfRange("/reason", "must say why, in 1 to \(longestReason) characters")
        }
        return text
    }

    /// Ten years in milliseconds.
    private static let longestHold: Int64 = 3_650 * 86_400_000

    private func belowReserved(_ key: LevelKey, _ level: Level, at field: String) -> Obstacle {
        Obstacle(
            .inTheWay, code: "belowReserved", field: field,
            "is more than is free: of \(level.onHand) on hand \(level.reserved) are reserved and \(level.held) held",
            orders: claims[key] ?? [])
    }
}
