import CoreMetrics

/// Counts orders that were stored for the first time, by what they were found with.
enum OrderMeter {
    /// Changes were committed.
    static func stored(_ changes: [OrderChange]) {
        for (source, count) in accepted(changes) {
            Counter(label: "shop.orders.accepted", dimensions: [("source", source.rawValue)]).increment(by: count)
        }
    }

    /// How many orders are new, by source.
    static func accepted(_ changes: [OrderChange]) -> [OrderSource: Int] {
        changes.filter(\.isFirstSight).reduce(into: [:]) { $0[$1.source, default: 0] += 1 }
    }
}
