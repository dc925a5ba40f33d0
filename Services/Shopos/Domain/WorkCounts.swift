import Contracts

/// How much work there is, as far as it is known: what was given up is counted, all else may be estimated.
struct WorkCounts: Sendable {
    private let tallies: [WorkTally]

    init(_ tallies: [WorkTally]) { self.tallies = tallies }

    private static let sign = "~"

    /// `12`, `~50000` where some of it is estimated, `100000+` where more were not counted.
    var text: String {
        let isEstimate = tallies.contains { $0.isEstimate == true }
        guard tallies.allSatisfy({ $0.state == .failed }) else {
            return (isEstimate ? Self.sign : "") + "\(tallies.reduce(0) { $0 + $1.count })"
        }
        return Span.sum(tallies.map(\.count))
    }

    /// What a sign means, where there is one.
    func note(_ style: Style) -> [String] {
        guard tallies.contains(where: { $0.isEstimate == true }) else { return [] }
        let words =
            "\(Self.sign): estimated from a sample, since there is so much; a kind of which there is little may not be "
            + "shown. What was given up is counted."
        return [style.paint(words, .faint)]
    }
}
