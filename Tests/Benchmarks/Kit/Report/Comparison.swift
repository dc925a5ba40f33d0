import Foundation

/// Tells what has become worse than it was.
package enum Comparison {
    /// By how much a figure may be worse before it is told.
    package static let tolerance = 0.15

    /// A sentence for each line that is worse than before by more than the tolerance. What is in one of the two alone
    /// cannot be compared and is passed over.
    package static func worse(_ now: [String: Double], than last: [String: Double], lines: [Line]) -> [String] {
        lines.compactMap { line in
            guard let better = line.better, let new = now[line.name], let old = last[line.name], old > 0 else {
                return nil
            }
            let change = new / old - 1
            guard (better == .more ? -change : change) > tolerance else { return nil }
            let what = line.ratios.isEmpty ? "\(line.name), \(line.unit)" : "\(line.name), ÷ floor"
            return what + ": \(text(new)), was \(text(old))" + String(format: " (%+.0f %%)", 100 * change)
        }
    }

    private static func text(_ value: Double) -> String {
        String(format: abs(value) < 0.1 ? "%.3g" : "%.2f", value)
    }
}
