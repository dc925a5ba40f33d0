import Foundation

/// What became of the parcels that were handed over in a window (metric 27).
struct Deliveries: Hashable, Sendable {
    /// Seconds from handover to delivery.
    var median: Double?
    /// Seconds, by nearest rank.
    var ninetieth: Double?
    var delivered = 0
    /// Returned, lost, or open for more than 21 days.
    var failed = 0
    /// When the oldest of those that are open, and not yet failed, was handed over; nil without any.
    var oldestOpen: Date?

    /// How long a parcel may be open, in seconds.
    static let patience: TimeInterval = 21 * 86_400

    static let none = Deliveries()

    /// Until when nothing is different unless something is told; nil: for ever.
    var holdsUntil: Date? { oldestOpen?.addingTimeInterval(Self.patience) }
}
