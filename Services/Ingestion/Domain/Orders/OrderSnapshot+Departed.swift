import Contracts

extension OrderSnapshot {
    /// A listing of which more units are to be sent than before, and fewer have left: goods that the carrier has do not
    /// come home by being told otherwise, but by a return. Nil when there is none.
    func sendsAgain(whatLeftOf known: OrderSnapshot) -> String? {
        let (now, before) = (units, known.units)
        return before.keys.sorted().first { listing in
            let (old, new) = (before[listing] ?? Sent(), now[listing] ?? Sent())
            return new.left < old.left && new.open > old.open
        }
    }

    /// Units of one listing, over all its lines.
    private struct Sent {
        var left = 0
        var open = 0
    }

    private var units: [String: Sent] {
        lines.reduce(into: [:]) { sums, line in
            sums[line.channelSKU, default: Sent()].left += line.units.handedOver
            sums[line.channelSKU, default: Sent()].open += line.units.open + line.units.shipConfirmed
        }
    }
}
