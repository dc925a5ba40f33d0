import Contracts
import Foundation

/// What tenants had been told when a report was made. As long as it is equal, so are all their sums, parcels and
/// titles: each transaction that changes these ends with a stamp.
struct Freshness: Hashable, Sendable {
    /// What the last writing of a tenant has left.
    struct Stamp: Hashable, Sendable {
        let writtenAt: Date
        /// The transaction that wrote it. The time alone would not do: of two that wait for each other, the later may
        /// have looked at the clock first.
        let transaction: String
    }

    /// Those of tenants for whom something was ever written.
    var stamps: [TenantID: Stamp] = [:]

    /// That of some of the tenants alone.
    func of(_ tenants: [TenantID]) -> Freshness { Freshness(stamps: stamps.filter { tenants.contains($0.key) }) }

    /// When something was last written; nil when nothing ever was.
    var asOf: Date? { stamps.values.map(\.writtenAt).max() }
}
