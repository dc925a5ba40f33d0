import Contracts
import Foundation

/// Goods of one return that somebody looks at, and the shelf that they may go to.
struct Inspection: Sendable {
    /// What a return says of one listing, in units of the listing.
    struct Line: Hashable, Sendable {
        let units: Int
        var restocked: Int
        var scrapped: Int
        /// Units that were handed over with the order and that nobody has looked at in any of its returns; none, where
        /// the seller's stock did not ship it. Nil: the order is not known.
        var away: Int?
        /// What one unit took from stock when the order came.
        let parts: [Component]

        /// What nobody has looked at yet.
        var open: Int { max(0, units - restocked - scrapped) }
    }

    let key: ReturnKey
    var kind = ReturnChanged.Kind.other
    var status = ReturnChanged.Status.other
    /// The order whose goods came back.
    var order: OrderID?
    /// Where the goods go if nobody says otherwise: where the order was taken from.
    var location: LocationID?
    /// By listing.
    var lines: [String: Line] = [:]
    var shelf = Shelf()

    /// The most listings of one inspection.
    static let mostLines = 1_000

    /// What was found, as moves: sellable units go back on the shelf, the others only into the history.
    func inspect(_ found: [ReturnInspect.Line], at place: LocationID?, actor: String) throws(Obstacle) -> [Move] {
        try checkArrival()
        guard let location = place ?? location else { throw .unknown("location", at: "/location") }
        guard (1...Self.mostLines).contains(found.count) else {
            throw .outOfRange("/lines", "must be 1 to \(Self.mostLines)")
        }
        guard found.contains(where: { $0.restocked != 0 || $0.scrapped != 0 }) else {
            throw .outOfRange("/lines", "must say of one unit at least what was found")
        }
        guard Set(found.map(\.channelSKU)).count == found.count else {
            throw Obstacle(.wrong, code: "namedTwice", field: "/lines", "must name each listing once")
        }
        var moves: [Move] = []
        for (index, found) in found.enumerated() {
            for part in try line(found, index).parts {
                let level = LevelKey(tenant: key.tenant, sku: part.sku, location: location)
                guard shelf.levels[level] != nil else { throw .unknown("location", at: "/location") }
                moves += self.moves(found, part, level, actor)
            }
        }
        return moves
    }

    /// Only what has come back can be looked at: not what was refunded and kept, and not what is still on its way.
    private func checkArrival() throws(Obstacle) {
        if kind == .cancellation || kind == .refundOnly {
            throw Obstacle(
                .inTheWay, code: "nothingComesBack", field: "/channelReturn",
                "is a \(kind == .cancellation ? "cancellation" : "refund without a return"): no goods come back with it"
            )
        }
        if status != .goodsReceived && status != .completed {
            throw Obstacle(
                .inTheWay, code: "notReceived", field: "/channelReturn",
                "has not arrived: the channel says \(status.rawValue), goods are looked at when they are received")
        }
    }

    private func line(_ found: ReturnInspect.Line, _ index: Int) throws(Obstacle) -> Line {
        guard let line = lines[found.channelSKU] else { throw .unknown("line", at: "/lines/\(index)/channelSKU") }
        guard found.restocked >= 0, found.scrapped >= 0, found.restocked <= line.open,
            found.scrapped <= line.open - found.restocked
        else {
            throw .outOfRange(
                "/lines/\(index)", "must not be negative, and only \(line.open) units have not been looked at yet")
        }
        if let away = line.away, found.restocked + found.scrapped > away {
            throw Obstacle(
                .inTheWay, code: "neverLeft", field: "/lines/\(index)",
                "is more than has left your stock and not come back: \(max(0, away)) units of the order")
        }
        guard !line.parts.isEmpty else {
            throw Obstacle(
                .inTheWay, code: "unmapped", field: "/lines/\(index)/channelSKU", "is a listing that is not mapped")
        }
        return line
    }

    private func moves(_ found: ReturnInspect.Line, _ part: Component, _ level: LevelKey, _ actor: String) -> [Move] {
        var moves: [Move] = []
        if found.restocked > 0 {
            moves.append(
                Move(
                    .restocked, level, onHand: found.restocked * part.units, order: order, actor: actor,
                    reason: "return \(key.channelReturn)"))
        }
        if found.scrapped > 0 {
            moves.append(
                Move(
                    .scrapped, level, order: order, actor: actor,
                    reason: "return \(key.channelReturn): \(found.scrapped * part.units) units"))
        }
        return moves
    }

    /// What is known after something was found.
    func record(adding found: [ReturnInspect.Line]) -> ReturnInspection {
        var lines = lines
        for found in found {
            lines[found.channelSKU]?.restocked += found.restocked
            lines[found.channelSKU]?.scrapped += found.scrapped
        }
        return ReturnInspection(
            shop: key.shop, channelReturn: key.channelReturn,
            lines: lines.sorted { $0.key < $1.key }.map {
                .init(channelSKU: $0.key, restocked: $0.value.restocked, scrapped: $0.value.scrapped)
            }, isComplete: lines.values.allSatisfy { $0.open == 0 })
    }
}
