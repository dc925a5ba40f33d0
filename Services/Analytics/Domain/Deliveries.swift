/// What became of the parcels that were handed over in a window (metric 27).
struct Deliveries: Hashable, Sendable {
    /// Seconds from handover to delivery.
    var median: Double?
    /// Seconds, by nearest rank.
    var ninetieth: Double?
    var delivered = 0
    /// Returned, lost, or open for more than 21 days.
    var failed = 0

    static let none = Deliveries()
}
