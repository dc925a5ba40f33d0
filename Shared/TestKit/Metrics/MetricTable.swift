import Foundation

/// The tables of `docs/monitoring.md`: every metric that the platform shows, with the keys of its labels.
public struct MetricTable: Sendable {
    /// What stands in a table and makes no sense.
    public struct Malformed: Error, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    /// The keys of each metric's labels, by its name without what histograms add; `le` is not among them.
    public private(set) var labels: [String: Set<String>] = [:]

    /// The tables of the working tree: this file lies three folders below its root.
    public static func documented() throws -> MetricTable {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return try MetricTable(String(contentsOf: root.appending(path: "docs/monitoring.md"), encoding: .utf8))
    }

    /// Reads the tables that begin with `| metric | labels | what |`: names and keys stand between backticks.
    public init(_ markdown: String) throws {
        var isInside = false
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                isInside = false
                continue
            }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map(Self.words)
            if line.hasPrefix("| metric | labels |") {
                isInside = true
            } else if isInside, cells.count >= 3, !line.hasPrefix("|-") {
                try add(cells[0], Set(cells[1]), line)
            }
        }
    }

    private mutating func add(_ names: [String], _ keys: Set<String>, _ line: Substring) throws {
        guard !names.isEmpty else { throw Malformed(description: "no metric is named in: \(line)") }
        for name in names {
            guard labels.updateValue(keys, forKey: name) == nil else {
                throw Malformed(description: "\(name) stands in two rows")
            }
        }
    }

    /// What stands between backticks.
    private static func words(_ cell: Substring) -> [String] {
        cell.matches(of: /`([a-z_]+)`/).map { String($0.1) }
    }
}
