package import Foundation

/// What the floor of W1 took, as one program tells it to another.
package struct FloorResult: Codable, Sendable, Equatable {
    package let perSecond: Double
    /// Microseconds of CPU for one order, by who spent them: `broker`, `database`, `pgbench`, `relays`.
    package let micros: [String: Double]
    /// What is not as it must be; empty: the run counts.
    package let differences: [String]

    /// Microseconds of CPU that all of it costs for one order.
    package var whole: Double { micros.values.reduce(0, +) }

    package init(perSecond: Double, micros: [String: Double], differences: [String]) {
        self.perSecond = perSecond
        self.micros = micros
        self.differences = differences
    }

    /// Reads what ``write(to:)`` wrote.
    package init(at file: URL) throws {
        self = try JSONDecoder().decode(FloorResult.self, from: Data(contentsOf: file))
    }

    package func write(to file: URL) throws { try JSONEncoder().encode(self).write(to: file, options: .atomic) }
}
