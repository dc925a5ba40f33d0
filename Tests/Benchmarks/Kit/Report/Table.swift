import Foundation

extension [Line] {
    /// What is compared with another run, by line.
    package var compared: [String: Double] {
        Dictionary(
            compactMap { line in line.compared.map { (line.name, ($0 * 1000).rounded() / 1000) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Median, least and most of every line, and the median of its ratios to the floor of the same round.
    package var table: String {
        let head = ["", "median", "least", "most", "÷ floor"]
        let rows = map { line in
            [
                line.unit.isEmpty ? line.name : "\(line.name), \(line.unit)",
                Self.text(Statistics.median(line.values)), Self.text(line.values.min()), Self.text(line.values.max()),
                line.ratios.isEmpty ? "" : Self.text(Statistics.median(line.ratios), places: 2),
            ]
        }
        let width = rows.map { $0[0].count }.max() ?? 0
        return ([head] + rows).map { row in
            row[0] + String(repeating: " ", count: width - row[0].count)
                + row.dropFirst().map { String(repeating: " ", count: Swift.max(1, 10 - $0.count)) + $0 }.joined()
        }.joined(separator: "\n")
    }

    /// A number as people read it: from a hundred on without places.
    private static func text(_ value: Double?, places: Int? = nil) -> String {
        guard let value, value.isFinite else { return "?" }
        return String(format: "%.\(places ?? (abs(value) < 100 ? 1 : 0))f", value)
    }
}
