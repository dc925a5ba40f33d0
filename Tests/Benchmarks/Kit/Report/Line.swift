/// One line of the report: a figure of every round, and what it is beside the floor of the same round.
package struct Line: Codable, Sendable, Equatable {
    package enum Better: String, Codable, Sendable { case more, less }

    package let name: String
    package let unit: String
    package let values: [Double]
    /// One for each value; none where the floor has nothing to compare with.
    package var ratios: [Double] = []
    /// Nil: it is neither good nor bad.
    package var better: Better?

    package init(name: String, unit: String, values: [Double], ratios: [Double] = [], better: Better? = nil) {
        self.name = name
        self.unit = unit
        self.values = values
        self.ratios = ratios
        self.better = better
    }

    /// A figure of every round, beside what the floor of the same round has in its place.
    package static func of<Round>(
        _ rounds: [Round], _ name: String, _ unit: String, _ better: Better?, _ value: (Round) -> Double,
        beside floor: ((Round) -> Double)? = nil
    ) -> Line {
        let ratios = floor.map { floor in rounds.map { value($0) / floor($0) } } ?? []
        return Line(
            name: name, unit: unit, values: rounds.map(value),
            ratios: ratios.allSatisfy(\.isFinite) ? ratios : [], better: better)
    }

    /// What has disturbed the rounds: others on the machine, and the host's other machines.
    ///
    /// - Parameters:
    ///   - when: What the lines' names begin with.
    ///   - ours: Who is measured, or measures.
    package static func disturbance<Round>(
        _ rounds: [Round], when: String = "", ours: [String], _ spending: (Round) -> Spending
    ) -> [Line] {
        [
            of(rounds, "\(when)CPU of others on the machine", "s", nil) {
                spending($0)["machine"] - spending($0).sum(ours)
            },
            of(rounds, "\(when)CPU that the host gave to others", "s", nil) { spending($0)["stolen"] },
        ]
    }

    /// What is compared with the stored result: the median of the ratios; of what has none, of the values. Nil: it is
    /// not compared.
    package var compared: Double? { better == nil ? nil : Statistics.median(ratios.isEmpty ? values : ratios) }
}
