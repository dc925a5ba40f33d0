public import Foundation

/// Metric 26, second part: paid orders with which we went wrong ÷ paid orders.
public enum ProcessingErrors {
    /// What can go wrong. An order counts once, however much of it did.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// It never got anywhere.
        case lost
        /// Nothing moved it for more than an hour, and no person had it.
        case stuck
        /// Two labels were kept for one parcel.
        case doubleLabelled
        /// Its stock was reserved wrongly.
        case wronglyReserved
        /// Its figures or its state were shown wrongly.
        case wronglyReported
    }

    /// The part of one order in both sums.
    public static func ratio(isPaid: Bool, errors: Set<Kind>) -> Ratio {
        isPaid ? Ratio(counting: !errors.isEmpty) : .none
    }

    /// Whether an order is stuck: more than an hour since it last moved, without an owner.
    public static func isStuck(lastMovedAt: Date, hasOwner: Bool, now: Date) -> Bool {
        !hasOwner && now.timeIntervalSince(lastMovedAt) > 3_600
    }
}
