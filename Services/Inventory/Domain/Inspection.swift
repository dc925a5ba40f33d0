import Contracts
import Foundation

/// Goods that came back, and the shelf they may go to.
struct Inspection: Sendable {
    /// What a return says of one listing, in units of the listing.
    struct Line: Hashable, Sendable {
        let units: Int
        var restocked: Int
        var scrapped: Int
        /// What one unit took from stock when the order came.
        let parts: [Component]

        /// What nobody has looked at yet.
        var open: Int { max(0, units - restocked - scrapped) }
    }

    /// One listing of a return.
    struct LineKey: Hashable, Sendable {
        let key: ReturnKey
        let channelSKU: String
    }

    var lines: [LineKey: Line] = [:]
    /// Where the orders were taken from.
    var locations: [ReturnKey: LocationID] = [:]
    var orders: [ReturnKey: OrderID] = [:]
    var shelf = Shelf()

    /// What was found on looking at a return, as moves: sellable units go back on the shelf, the others only into the
    /// history.
    func inspect(_ body: ReturnInspect, _ key: ReturnKey) throws(Shelf.Refusal) -> [Move] {
        guard let location = body.location ?? locations[key] else {
            throw Shelf.Refusal(reason: "unknownReturn", sentence: "channelReturn: there is no such return")
        }
        var moves: [Move] = []
        for (index, found) in body.lines.enumerated() {
            let line = try line(found, index, key)
            for part in line.parts {
                let level = LevelKey(tenant: key.tenant, sku: part.sku, location: location)
                guard shelf.levels[level] != nil else { throw .unknownPlace }
                moves += self.moves(found, part, level, key, body.actor)
            }
        }
        return moves
    }

    private func line(
        _ found: ReturnInspect.Line, _ index: Int, _ key: ReturnKey
    ) throws(Shelf.Refusal) -> Line {
        guard let line = lines[LineKey(key: key, channelSKU: found.channelSKU)] else {
            throw Shelf.Refusal(reason: "unknownLine", sentence: "lines[\(index)].channelSKU: it is not in the return")
        }
        guard found.restocked >= 0, found.scrapped >= 0, found.restocked <= line.open,
            found.scrapped <= line.open - found.restocked
        else {
            throw Shelf.Refusal(
                reason: "tooMany", sentence: "lines[\(index)]: \(line.open) units have not been looked at yet")
        }
        guard !line.parts.isEmpty else {
            throw Shelf.Refusal(reason: "unmapped", sentence: "lines[\(index)].channelSKU: the listing is not mapped")
        }
        return line
    }

    private func moves(
        _ found: ReturnInspect.Line, _ part: Component, _ level: LevelKey, _ key: ReturnKey, _ actor: String
    ) -> [Move] {
        var moves: [Move] = []
        if found.restocked > 0 {
            moves.append(
                Move(
                    .restocked, level, onHand: found.restocked * part.units, order: orders[key], actor: actor,
                    reason: "return \(key.channelReturn)"))
        }
        if found.scrapped > 0 {
            moves.append(
                Move(
                    .scrapped, level, order: orders[key], actor: actor,
                    reason: "return \(key.channelReturn): \(found.scrapped * part.units) units"))
        }
        return moves
    }

    /// Brings what was found into the view.
    mutating func apply(_ change: InspectionChange) {
        for move in change.moves { shelf.apply(ShelfChange(move: move, cause: change.cause)) }
        for found in change.found {
            lines[LineKey(key: change.key, channelSKU: found.channelSKU)]?.restocked += found.restocked
            lines[LineKey(key: change.key, channelSKU: found.channelSKU)]?.scrapped += found.scrapped
        }
    }
}

/// What was found on looking at a return.
struct InspectionChange: Sendable {
    let key: ReturnKey
    let found: [ReturnInspect.Line]
    let moves: [Move]
    let cause: UUID
}
