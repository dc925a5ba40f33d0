import Foundation
import PlatformKit

/// Whose jobs Ingestion has in hand, looked at again and again: it alone calls the channel, for everybody.
struct Hands: Sendable, Equatable {
    /// What was seen at one moment.
    struct Look: Sendable, Equatable {
        /// Of the tenant with the burst.
        let star: Int
        /// Of the tenant with the past.
        let late: Int
        /// Of everybody else.
        let others: Int
        var all: Int { star + late + others }
    }

    let looks: [Look]

    /// The most of all that were in hand at once.
    var most: Int { looks.map(\.all).max() ?? 0 }

    /// The mean of what some had in hand.
    func mean(_ count: (Look) -> Int) -> Double {
        looks.isEmpty ? 0 : Double(looks.reduce(0) { $0 + count($1) }) / Double(looks.count)
    }

    /// One line for people.
    var note: String {
        let means = [mean(\.star), mean(\.late), mean(\.others)].map { String(format: "%.1f", $0) }
        return "jobs of Ingestion in hand: \(means[0]) of the burst's tenant, \(means[1]) of the past's, "
            + "\(means[2]) of the others; at most \(most)"
    }

    /// Looks until the task is cancelled.
    static func watch(_ crowd: Crowd, on platform: Platform) async -> Hands {
        var looks: [Look] = []
        while !Task.isCancelled {
            let rows = try? await platform.texts(
                """
                SELECT count(*) FILTER (WHERE tenant_id = '\(crowd.star.tenant)')::text,
                    count(*) FILTER (WHERE tenant_id = '\(crowd.late.brand.tenant)')::text, count(*)::text
                FROM ingestion.work_leases
                """, columns: 3)
            if let counts = rows?.first?.compactMap({ Int($0) }), counts.count == 3 {
                looks.append(Look(star: counts[0], late: counts[1], others: counts[2] - counts[0] - counts[1]))
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return Hands(looks: looks)
    }
}
