import Contracts

extension OrderSnapshot {
    /// The lines of a cancelled order with what was known before: a cancel does not bring back what has left. An order
    /// may be told without its lines; its units are then those that were known.
    func cancelledLines(knowing known: OrderSnapshot) -> [OrderLine] {
        let isCollected = handedOverAt != nil
        guard !lines.isEmpty else {
            let isSilent = known.lines.allSatisfy { $0.left(isCollected: true) == 0 }
            return known.lines.map { line in
                line.cancelled(except: isCollected && isSilent ? line.ordered : line.left(isCollected: isCollected))
            }
        }
        let left = known.lines.map { (line: $0, units: $0.left(isCollected: isCollected)) }
        let byKind = Dictionary(left.map { ($0.line.kind, $0.units) }, uniquingKeysWith: +)
        let told = lines.map { $0.cancelled(exceptAtLeast: byKind[$0.kind] ?? 0) }
        return Self.lines(told, leaving: Dictionary(left.map { ($0.line.listing, $0.units) }, uniquingKeysWith: +))
    }

    /// Keeps the units of each listing that have left, where a price is told differently than before: somewhere among
    /// its lines they are.
    private static func lines(_ lines: [OrderLine], leaving left: [OrderLine.Listing: Int]) -> [OrderLine] {
        var missing = left
        for line in lines { missing[line.listing, default: 0] -= line.units.handedOver }
        return lines.map { line in
            let units = max(0, min(missing[line.listing] ?? 0, line.ordered - line.units.handedOver))
            missing[line.listing, default: 0] -= units
            return line.cancelled(exceptAtLeast: line.units.handedOver + units)
        }
    }
}

extension OrderLine {
    /// Units of which it is known that the carrier has them.
    ///
    /// - Parameter isCollected: The carrier has taken a parcel of the order, so that the ship-confirmed ones are gone.
    fileprivate func left(isCollected: Bool) -> Int {
        units.handedOver + (isCollected ? units.shipConfirmed : 0)
    }

    /// The line itself, unless fewer of its units have left.
    fileprivate func cancelled(exceptAtLeast left: Int) -> OrderLine {
        left > units.handedOver ? cancelled(except: left) : self
    }

    /// The line with all units cancelled but so many, which have left.
    fileprivate func cancelled(except left: Int) -> OrderLine {
        var line = self
        let handedOver = min(left, ordered)
        let cancelled = ordered - handedOver
        line.units = Units(
            handedOver: handedOver, cancelled: cancelled, outOfStock: units.outOfStock.map { min($0, cancelled) })
        return line
    }
}
