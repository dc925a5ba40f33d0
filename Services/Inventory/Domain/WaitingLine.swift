import Contracts

/// Those who wait for units of one level and could have them, first paid first, as they were behind the level's lock:
/// whoever comes later sees them, whatever made stock rise.
struct WaitingLine: Hashable, Sendable {
    /// One order in it.
    struct Place: Hashable, Sendable {
        let order: OrderKey
        /// When it was paid, else placed.
        let turn: Instant
        /// What it lacks of the level.
        let units: Int
    }

    /// The first of them.
    var places: [Place] = []
    /// What all of them lack, also those who are too many to be named.
    var units = 0

    /// What is taken by those who come before an order, each if it fits into what the others leave.
    ///
    /// - Parameters:
    ///   - free: What there is to take.
    ///   - isServed: Whether one of them wants nothing any more.
    func claimed(before order: StockOrder, free: Int, isServed: (OrderKey) -> Bool) -> Int {
        let ahead = places.filter { ($0.turn, $0.order) < (order.turn, order.key) }
        var left = max(0, free)
        for place in ahead where place.order != order.key && place.units <= left && !isServed(place.order) {
            left -= place.units
        }
        // Those without a name are behind all that have one.
        let unnamed = ahead.count == places.count ? units - places.reduce(0) { $0 + $1.units } : 0
        return max(0, free) - left + min(left, max(0, unnamed))
    }
}

extension Books {
    /// Units that are for orders which have waited longer than this one. What an order has it keeps, whoever waits.
    func claims(before order: StockOrder, on levels: [LevelKey: Level]) -> [LevelKey: Int] {
        guard order.needs.allSatisfy({ $0.reserved == 0 }) else { return [:] }
        var claims: [LevelKey: Int] = [:]
        for (key, level) in levels {
            guard let line = waitingLines[key] else { continue }
            claims[key] = line.claimed(before: order, free: level.free) { other in
                orders[other].map { $0.state != .waiting } ?? false
            }
        }
        return claims
    }
}
