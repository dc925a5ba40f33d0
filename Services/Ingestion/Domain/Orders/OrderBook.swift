import Contracts

/// Several orders at once, while snapshots are applied to them one after the other.
struct OrderBook: Sendable {
    /// As they stand after what was applied so far.
    private(set) var orders: [OrderKey: StoredOrder]
    /// What is to be stored and told, in order.
    private(set) var changes: [OrderChange] = []

    init(_ orders: [OrderKey: StoredOrder]) {
        self.orders = orders
    }

    /// Applies a snapshot to its order; nil for an order that was not loaded.
    @discardableResult
    mutating func apply(_ read: ReadOrder, _ key: OrderKey, from source: OrderSource) -> SnapshotVerdict? {
        guard let stored = orders[key] else { return nil }
        let verdict = Ingestion.apply(read, to: stored, from: source)
        if case .changed(let change) = verdict { take(change) }
        return verdict
    }

    /// Brings a change in that was decided elsewhere.
    mutating func take(_ change: OrderChange) {
        orders[change.key]?.take(change)
        changes.append(change)
    }
}
