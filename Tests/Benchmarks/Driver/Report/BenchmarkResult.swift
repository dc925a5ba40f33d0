import BenchKit
import Foundation

/// All figures of a run, as they are printed and kept.
struct BenchmarkResult: Codable, Sendable {
    let form: String
    let orders: Int
    let seed: UInt64
    let skew: Double
    let lines: [Line]

    /// What is compared with another run, by line.
    var compared: [String: Double] { lines.compared }

    /// The same for people.
    var table: String { lines.table }

    func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: file, options: .atomic)
    }
}
