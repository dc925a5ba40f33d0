import Foundation

extension [Line] {
    /// What is compared with another run, by line.
    package var compared: [String: Double] {
        Dictionary(
            compactMap { line in line.compared.map { (line.name, Self.rounded($0)) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// To four digits, however small it is: a ratio of 0.0025 must not become 0.002 or 0.003.
    private static func rounded(_ value: Double) -> Double { Double(String(format: "%.4g", value)) ?? value }

    /// Median, least and most of every line, and the median of its ratios to the floor of the same round.
    package var table: String {
        let head = ["", "median", "least", "most", "÷ floor"]
        let rows = map { line in
            [
                line.unit.isEmpty ? line.name : "\(line.name), \(line.unit)",
                Self.text(Statistics.median(line.values)), Self.text(line.values.min()), Self.text(line.values.max()),
                line.ratios.isEmpty ? "" : Self.ratio(Statistics.median(line.ratios)),
            ]
        }
        let width = rows.map { $0[0].count }.max() ?? 0
        return ([head] + rows).map { row in
            row[0] + String(repeating: " ", count: width - row[0].count)
                + row.dropFirst().map { String(repeating: " ", count: Swift.max(1, 10 - $0.count)) + $0 }.joined()
        }.joined(separator: "\n")
    }

    /// A number as people read it: from a hundred on without places.
    private static func text(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "?" }
        return String(format: "%.\(abs(value) < 100 ? 1 : 0)f", value)
    }

    /// With two places, of a small one with two digits.
    private static func ratio(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "?" }
        return String(format: abs(value) < 0.1 ? "%.2g" : "%.2f", value)
    }
}
