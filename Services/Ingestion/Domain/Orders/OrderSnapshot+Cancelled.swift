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
        let left = Dictionary(known.lines.map { ($0.kind, $0.left(isCollected: isCollected)) }) { $0 + $1 }
        return lines.map { line in
            let units = left[line.kind] ?? 0
            return units > line.units.handedOver ? line.cancelled(except: units) : line
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
