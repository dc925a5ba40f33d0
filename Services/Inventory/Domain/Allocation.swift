import Contracts

/// Brings an order to where a demand wants it, or a waiting one to where stock lets it: the moves that this takes.
///
/// An order is reserved whole or not at all. What is handed over leaves the books even if it was never reserved, but
/// never more than they have: the rest is noted as uncovered.
struct Allocation {
    private(set) var order: StockOrder
    /// The levels of the order's location.
    private(set) var levels: [LevelKey: Level]
    private(set) var moves: [Move] = []
    /// Units missing by level, when the order has to wait.
    private(set) var missing: [LevelKey: Int] = [:]
    /// Units by level that are for others, who have waited longer.
    private let claims: [LevelKey: Int]

    init(_ order: StockOrder, levels: [LevelKey: Level], claims: [LevelKey: Int] = [:]) {
        self.order = order
        self.levels = levels
        self.claims = claims
    }

    /// Levels of which the order would have enough, were there not others who have waited longer; none when it lacks
    /// something in any case.
    var queued: Set<LevelKey> {
        missing.allSatisfy { $0.value <= claims[$0.key] ?? 0 } ? Set(missing.keys) : []
    }

    /// Takes over what a message demands.
    ///
    /// - Parameters:
    ///   - left: When that left which is newly handed over.
    ///   - components: What a listing takes from stock; nil when nobody knows.
    mutating func demand(_ demand: Demand, left: Departure, components: (String) -> [Component]?) {
        rewrite(demand, left: left, components)
        for index in order.needs.indices {
            if demand.isOurs { deduct(at: index, upTo: demand.handedOver(order.needs[index]), left: left) }
            trim(at: index, to: demand.isOurs ? demand.pending(order.needs[index]) : 0)
            order.needs[index].shipConfirmed = demand.isOurs ? demand.shipConfirmed(order.needs[index]) : 0
        }
        settle(isOurs: demand.isOurs)
    }

    /// Notes whether something was missing when the order was first seen (metric 21); what comes later does not undo
    /// it. Where nobody has counted yet, nothing is known to be missing.
    mutating func noteOversell(isFirstSight: Bool) {
        if isFirstSight { order.isOversell = missing.keys.contains { levels[$0]?.isCounted ?? false } }
    }

    /// Tries again for an order that waits, or whose listing has been mapped meanwhile.
    mutating func serve(components: (String) -> [Component]?) {
        let kept = Demand(order)
        rewrite(kept, left: nil, components)
        for index in order.needs.indices {
            deduct(at: index, upTo: kept.handedOver(order.needs[index]), left: nil)
            trim(at: index, to: kept.pending(order.needs[index]))
        }
        settle(isOurs: true)
    }

    /// Levels of which the channel has put units of cancelled lines back on sale, while here nothing was released: they
    /// were never set aside, or the order was not known.
    ///
    /// - Parameters:
    ///   - before: The order as it was.
    ///   - listings: Those of its listings with cancelled units.
    func restored(since before: StockOrder, cancelled listings: Set<String>) -> Set<LevelKey> {
        let known = Dictionary(before.needs.map { ([$0.channelSKU, $0.sku.description], $0.asked) }) { $1 }
        let shrunk = order.needs.filter { need in
            listings.contains(need.channelSKU)
                && known[[need.channelSKU, need.sku.description]].map { need.asked < $0 } ?? true
        }
        return Set(shrunk.compactMap(order.level(of:))).subtracting(released)
    }

    /// Levels that were given something back.
    var released: Set<LevelKey> { Set(moves.filter { $0.kind == .released }.map(\.level)) }

    /// Levels of what was sold by these listings and is not a thing of the past.
    func levels(soldBy listings: Set<String>) -> Set<LevelKey> {
        let sold = order.needs.filter { listings.contains($0.channelSKU) && $0.asked > 0 }
        return Set(sold.compactMap(order.level(of:)))
    }

    // MARK: Steps

    /// Gives every line its needs. A listing that is once resolved stays so for this order, whatever it maps to later:
    /// what was taken from one SKU must not be given back to another.
    private mutating func rewrite(_ demand: Demand, left: Departure?, _ components: (String) -> [Component]?) {
        let before = order.unmapped
        order.unmapped = []
        guard demand.isOurs else { return }
        let known = Set(order.needs.map(\.channelSKU))
        for (channelSKU, units) in demand.lines.sorted(by: { $0.key < $1.key }) where !known.contains(channelSKU) {
            var line = before.first { $0.channelSKU == channelSKU } ?? UnmappedLine(channelSKU: channelSKU)
            if let parts = components(channelSKU), !parts.isEmpty {
                let isPast = left?.isBeforeConnection ?? false
                for part in parts {
                    var need = Need(channelSKU: channelSKU, sku: part.sku, each: part.units)
                    need.deducted = (isPast ? units.handedOver : line.gone(before: figure(of: need))) * need.each
                    order.needs.append(need)
                }
            } else if units.pending > 0 || units.handedOver > 0 {
                line.take(units, left)
                order.unmapped.append(line)
            }
        }
    }

    /// As of when the first figure of a need's level is.
    private func figure(of need: Need) -> Instant? {
        order.level(of: need).flatMap { levels[$0]?.figureAt }
    }

    /// Takes out of the books what has newly been handed over: first of what was reserved, then of what is free. What
    /// had left when its level was counted never came into the books; what was set aside for it is given back.
    private mutating func deduct(at index: Int, upTo total: Int, left: Departure?) {
        let need = order.needs[index]
        let units = total - need.deducted
        guard units > 0, let key = order.level(of: need) else { return }
        order.needs[index].deducted = total
        if left?.at.isOver(by: figure(of: need)) ?? false { return }
        let fromReserved = min(units, need.reserved)
        let fromFree = min(units - fromReserved, max(0, levels[key]?.free ?? 0))
        order.needs[index].reserved -= fromReserved
        move(
            .deducted, key, onHand: -(fromReserved + fromFree), reserved: -fromReserved,
            uncovered: units - fromReserved - fromFree)
    }

    /// Sets what is still wanted, and gives back what is reserved beyond it.
    private mutating func trim(at index: Int, to wanted: Int) {
        order.needs[index].wanted = wanted
        release(at: index, downTo: wanted)
    }

    private mutating func release(at index: Int, downTo kept: Int) {
        let need = order.needs[index]
        guard need.reserved > kept, let key = order.level(of: need) else { return }
        order.needs[index].reserved = kept
        move(.released, key, reserved: kept - need.reserved)
    }

    /// Reserves all that is wanted, or gives everything back and waits.
    private mutating func settle(isOurs: Bool) {
        guard isOurs else { return order.state = .notOurs }
        findMissing()
        if missing.isEmpty && order.unmapped.allSatisfy({ $0.pending == 0 }) {
            reserveAll()
            order.state = settledState
        } else {
            for index in order.needs.indices { release(at: index, downTo: 0) }
            order.state = .waiting
        }
    }

    private mutating func findMissing() {
        var wanted: [LevelKey: Int] = [:]
        for need in order.needs where need.wanted > need.reserved {
            guard let key = order.level(of: need) else { continue }
            wanted[key, default: 0] += need.wanted - need.reserved
        }
        for (key, units) in wanted {
            let free = max(0, (levels[key]?.free ?? 0) - (claims[key] ?? 0))
            if units > free { missing[key] = units - free }
        }
    }

    private mutating func reserveAll() {
        for index in order.needs.indices {
            let need = order.needs[index]
            guard need.wanted > need.reserved, let key = order.level(of: need) else { continue }
            order.needs[index].reserved = need.wanted
            move(.reserved, key, reserved: need.wanted - need.reserved)
        }
    }

    private var settledState: OrderState {
        if order.needs.contains(where: { $0.wanted > 0 }) { return .reserved }
        return order.hasLeft ? .deducted : .released
    }

    private mutating func move(
        _ kind: Move.Kind, _ key: LevelKey, onHand: Int = 0, reserved: Int = 0, uncovered: Int = 0
    ) {
        let move = Move(
            kind, key, onHand: onHand, reserved: reserved, uncovered: uncovered, order: order.key.order)
        moves.append(move)
        levels[key]?.apply(move)
    }
}

extension Demand {
    /// What a waiting order still asks for, by what is kept of it.
    init(_ order: StockOrder) {
        isOurs = true
        var lines: [String: Units] = [:]
        for line in order.unmapped {
            lines[line.channelSKU] = Units(pending: line.pending, handedOver: line.handedOver)
        }
        for need in order.needs {
            lines[need.channelSKU] = Units(pending: need.wanted / need.each, handedOver: need.deducted / need.each)
        }
        self.lines = lines
    }

    func pending(_ need: Need) -> Int { (lines[need.channelSKU]?.pending ?? 0) * need.each }
    func shipConfirmed(_ need: Need) -> Int { (lines[need.channelSKU]?.shipConfirmed ?? 0) * need.each }
    func handedOver(_ need: Need) -> Int { (lines[need.channelSKU]?.handedOver ?? 0) * need.each }
}
